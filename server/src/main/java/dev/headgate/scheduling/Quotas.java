package dev.headgate.scheduling;

import dev.headgate.accounts.QuotaWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What an account's quota windows say about spending there now. Pure. */
final class Quotas {
    /*
     * Idea: quota that is not used when its window begins anew is lost, and an account that runs dry before then throws out its
     *     sessions with their caches. So spend where more is left than the time left needs, and save where less is left.
     *
     *     left = 1 - used share;  time = share of the window's length that is still to come        [0..1]
     *     left < time:  cost = SHORT * (time - left) / time          runs dry at the pace of time
     *     left > time:  cost = -SPARE * (left - time) / left         would be lost at its reset
     *     not begun:    cost = BEGIN                                 its clock starts with the first call; leave it for need
     *     ends soon:    cost = BEGIN * (1 - minutes to come / 40)    who begins now will still be there when it begins anew
     *     left <= 2 %:  cost = DRY                                   the next call may be refused
     *
     * BEGIN is large and SPARE small since an account's clock, once started, costs all that is left at its end: in the simulated week
     *     that saved a quarter of what was lost, and a larger SPARE lost it again, by drawing sessions to where they outlive a reset.
     *
     * Of several windows the worst cost counts; when none costs, the largest gain. Units are Costs' thousandths.
     *
     * Limits: windows of a few minutes refill all the time, so only DRY and SHORT near their end count. Of a window whose length
     *     nobody tells only DRY.
     */
    private static final int SHORT = 600;
    private static final int SPARE = 100;
    private static final int BEGIN = 700;
    private static final int DRY = 1_500;
    private static final int DRY_PPM = QuotaWindow.FULL_PPM / 50;
    private static final long ENDING_MILLIS = Duration.ofMinutes(40).toMillis();
    private static final long LONG_MILLIS = Duration.ofHours(1).toMillis();

    private Quotas() {}

    /** Thousandths to add to an account's cost; negative ones are a reason to use it. */
    static int cost(List<QuotaWindow> windows, Instant now) {
        int worst = 0;
        int gain = 0;
        for (int i = 0; i < windows.size(); i++) {
            int cost = cost(windows.get(i), now);
            worst = Math.max(worst, cost);
            gain = Math.min(gain, cost);
        }
        return worst > 0 ? worst : gain;
    }

    private static int cost(QuotaWindow window, Instant now) {
        long left = (long) QuotaWindow.FULL_PPM - window.usedPpmAt(now);
        if (left <= DRY_PPM) {
            return DRY;
        }
        Duration length = window.length();
        Instant resets = window.resetsAt();
        if (length == null || resets == null) {
            return 0;
        }
        long all = length.toMillis();
        if (all < LONG_MILLIS) {
            return left < QuotaWindow.FULL_PPM / 5 ? SHORT / 2 : 0;
        }
        long toCome = resets.toEpochMilli() - now.toEpochMilli();
        if (toCome <= 0) {
            return BEGIN;
        }
        if (toCome < ENDING_MILLIS) {
            return (int) (BEGIN - BEGIN * toCome / ENDING_MILLIS);
        }
        long time = Math.min(QuotaWindow.FULL_PPM, toCome * QuotaWindow.FULL_PPM / all);
        return left < time ? (int) (SHORT * (time - left) / time) : (int) (-SPARE * (left - time) / left);
    }

    /** Whether a window counted in tokens holds fewer than a request needs. */
    static boolean tooSmallFor(long tokens, List<QuotaWindow> windows, Instant now) {
        for (int i = 0; i < windows.size(); i++) {
            QuotaWindow window = windows.get(i);
            Instant resets = window.resetsAt();
            if (window.limit() >= 0
                    && window.name().contains("tokens")
                    && window.remaining() < tokens
                    && (resets == null || resets.isAfter(now))) {
                return true;
            }
        }
        return false;
    }
}
