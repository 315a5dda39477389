package dev.headgate.webhooks;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a delivery waits after a try that failed: 10 s, three times as long after each further one, at most 6 h, each spread by a
 * fifth so that receivers that were away aren't met by all at once. After {@value #TRIES_MAX} tries, some 21 hours, it is dead. Pure.
 */
final class Backoff {
    static final int TRIES_MAX = 11;
    private static final long FIRST_MILLIS = 10_000;
    private static final long MOST_MILLIS = Duration.ofHours(6).toMillis();

    private Backoff() {}

    /** @param tries how many have failed, from 1 on */
    static long pauseMillis(int tries, RandomGenerator random) {
        long plain = FIRST_MILLIS;
        for (int i = 1; i < tries && plain < MOST_MILLIS; i++) {
            plain *= 3;
        }
        long capped = Math.min(plain, MOST_MILLIS);
        long spread = capped / 5;
        return capped - spread + random.nextLong(2 * spread + 1);
    }
}
