package dev.headgate.accounts;

import dev.headgate.accounts.AccountState.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A time of rest, with its reason. Confined to its pulse's lock. */
final class Hold {
    private static final Instant FOREVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final Status status;
    private @Nullable Instant until;
    private @Nullable Instant since;
    private String reason = "";

    /** What holds until somebody ends it: why, and since when. */
    record Stay(String reason, Instant since) {}

    Hold(Status status) {
        this.status = status;
    }

    Status status() {
        return status;
    }

    @Nullable
    Instant until() {
        return until;
    }

    String reason() {
        return reason;
    }

    /** When it ends by itself, null when it doesn't. */
    @Nullable
    Instant passesAt() {
        return FOREVER.equals(until) ? null : until;
    }

    /** Since when it holds, null for what ends by itself. */
    @Nullable
    Instant since() {
        return since;
    }

    boolean heldAt(Instant now) {
        return until != null && until.isAfter(now);
    }

    /** Holds until {@code end}, or longer when it did so already. */
    void extend(Instant end, String why) {
        if (until == null || end.isAfter(until)) {
            until = end;
            reason = why;
        }
    }

    /** Holds until {@code end}, whatever it did before. */
    void set(Instant end, String why) {
        until = end;
        reason = why;
    }

    /** Holds until somebody ends it; null ends it. */
    void stay(@Nullable Stay why) {
        until = why == null ? null : FOREVER;
        reason = why == null ? "" : why.reason();
        since = why == null ? null : why.since();
    }

    /** What it stays for; null when it doesn't hold, or ends by itself. */
    @Nullable
    Stay stay() {
        return since == null ? null : new Stay(reason, since);
    }

    void end() {
        until = null;
        since = null;
    }

    static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null ? other : other == null || one.isBefore(other) ? one : other;
    }

    /** Of two holds the one that lasts longer; null holds nothing. */
    static @Nullable Hold longer(@Nullable Hold one, Hold other, Instant now) {
        Instant end = other.until;
        if (end == null || !end.isAfter(now)) {
            return one;
        }
        return one == null || one.until == null || end.isAfter(one.until) ? other : one;
    }

    void mark(String model, Instant now, AccountMarks marks) {
        Instant end = until;
        if (end != null && end.isAfter(now)) {
            marks.rests().add(new AccountMarks.Rest(model, status, end, reason));
        }
    }
}
