package dev.headgate.scheduling;

import dev.headgate.accounts.Account;

/** What it would cost to send a request to an account, in thousandths of a fully used account; lower is better. Pure. */
final class Costs {
    /*
     *     slots      = 1,000 * (calls in flight / concurrency * heaviest weight / weight)^2
     *     sessions   = 1,000 * (sessions at home / 8 / concurrency * heaviest weight / weight)^2, at most 1,000
     *     quota      = Quotas.cost, -100 to 1,500
     *     first byte = 50 a second, at most 500
     *     errors     = 2,000 * recent error rate
     *     warmth     = -500 * tokens cached there / 8,192, at most -500, none below 1,024 tokens; times the operator's `warmth-weight`
     *
     * Squares, since a half used account answers as fast as an empty one, and the last slots are worth keeping. Sessions stand for
     * calls to come: one that thinks between turns holds no slot now but will; some eight fill a slot. So a prefix that all
     * conversations share draws new ones to where it is warm only until that account has some five sessions a slot, if others have
     * none; then another account is warmed.
     */
    private static final int SESSIONS = 8;
    private static final int SESSIONS_MAX = 1_000;
    private static final int FIRST_BYTE_MAX = 500;
    private static final int WARMTH = 500;
    private static final int WARMTH_TOKENS = 8_192;

    /** Providers cache nothing shorter (Anthropic's and OpenAI's guides to prompt caching, 2026). */
    static final int CACHEABLE_TOKENS = 1_024;

    private Costs() {}

    /** All parts but warmth. */
    static int of(Account account, long load, int weightMax) {
        return slots(account, load, weightMax)
                + sessions(account, load, weightMax)
                + Load.quotaCost(load)
                + firstByte(load)
                + errors(load);
    }

    static int slots(Account account, long load, int weightMax) {
        long share = share(1_000L * Load.inUse(load), account, weightMax, 10_000);
        return (int) (share * share / 1_000);
    }

    static int sessions(Account account, long load, int weightMax) {
        long share = share(1_000L * Load.sessions(load) / SESSIONS, account, weightMax, SESSIONS_MAX);
        return (int) (share * share / 1_000);
    }

    private static int share(long amount, Account account, int weightMax, int max) {
        return (int) Math.min(max, amount * weightMax / ((long) account.concurrency() * account.weight()));
    }

    static int firstByte(long load) {
        return Math.min(FIRST_BYTE_MAX, Load.firstByteMillis(load) / 20);
    }

    static int errors(long load) {
        return 2 * Load.errorPermille(load);
    }

    /** What tokens in a cache are worth, not negative. */
    static int warmth(int tokens, int weightPercent) {
        if (tokens < CACHEABLE_TOKENS) {
            return 0;
        }
        return (int) ((long) WARMTH * Math.min(tokens, WARMTH_TOKENS) / WARMTH_TOKENS * weightPercent / 100);
    }
}
