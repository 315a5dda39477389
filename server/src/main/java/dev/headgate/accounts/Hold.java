package dev.headgate.accounts;

import dev.headgate.accounts.AccountState.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A time of rest, with its reason. Confined to its pulse's lock. */
final class Hold {
    private final Status status;
    private @Nullable Instant until;
    private String reason = "";

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

    void end() {
        until = null;
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
