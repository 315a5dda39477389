package dev.headgate.accounts;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of one quota a vendor (or the operator) says is used. Immutable.
 *
 * @param name stable word: {@code requests}, {@code tokens}, {@code input-tokens}, {@code output-tokens}, {@code 5h}, {@code 7d} …
 * @param length how long the window is, null when nobody says; per-minute ones of most vendors refill continuously
 * @param limit in the window's own unit, -1 when only a share is told
 * @param remaining in the same unit, -1 when only a share is told
 * @param usedPpm share used in parts per million; 1,000,000 is all, more is overdrawn
 * @param resetsAt when it is whole again, null when the vendor doesn't say
 * @param seenAt when it was told
 */
public record QuotaWindow(
        String name,
        @Nullable Duration length,
        long limit,
        long remaining,
        int usedPpm,
        @Nullable Instant resetsAt,
        Instant seenAt) {
    /** All of it, in parts per million. */
    public static final int FULL_PPM = 1_000_000;

    /** A window that is told as a limit and what remains of it. */
    public static QuotaWindow counted(
            String name,
            @Nullable Duration length,
            long limit,
            long remaining,
            @Nullable Instant resetsAt,
            Instant seenAt) {
        long left = Math.max(0, remaining);
        int used = limit <= 0 || left >= limit ? 0 : (int) (FULL_PPM - left * FULL_PPM / limit);
        return new QuotaWindow(name, length, limit, left, limit <= 0 && left == 0 ? FULL_PPM : used, resetsAt, seenAt);
    }

    /** A window of which only the used share is told. */
    public static QuotaWindow share(
            String name, @Nullable Duration length, int usedPpm, @Nullable Instant resetsAt, Instant seenAt) {
        return new QuotaWindow(name, length, -1, -1, Math.max(0, usedPpm), resetsAt, seenAt);
    }

    /** The share used at {@code now}: nothing once the window has begun anew. */
    public int usedPpmAt(Instant now) {
        return resetsAt != null && !resetsAt.isAfter(now) ? 0 : usedPpm;
    }

    /** Whether nothing is left of it at {@code now}. */
    public boolean exhaustedAt(Instant now) {
        return usedPpmAt(now) >= FULL_PPM;
    }
}
