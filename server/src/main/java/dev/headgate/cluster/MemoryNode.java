package dev.headgate.cluster;

import java.time.Duration;
import java.time.InstantSource;

/**
 * One process as the shared state knows it. Its leases carry the number of its present life; when it was silent for too long, or
 * left, that life is over and so are they, without anyone having to look for them. Thread-safe.
 */
final class MemoryNode {
    private final InstantSource clock;
    private final long leaseMillis;
    private int life = 1;
    private long aliveUntilMillis;

    MemoryNode(InstantSource clock, Duration leaseTime) {
        this.clock = clock;
        this.leaseMillis = leaseTime.toMillis();
        this.aliveUntilMillis = plus(clock.millis());
    }

    private long plus(long nowMillis) {
        return leaseMillis > Long.MAX_VALUE - nowMillis ? Long.MAX_VALUE : nowMillis + leaseMillis;
    }

    synchronized void beat() {
        long now = clock.millis();
        if (now >= aliveUntilMillis) {
            life++;
        }
        aliveUntilMillis = plus(now);
    }

    synchronized void leave() {
        life++;
    }

    /** The number of its present life, begun anew if the last one is over: who takes something lives. */
    synchronized int lifeNow(long nowMillis) {
        if (nowMillis >= aliveUntilMillis) {
            life++;
            aliveUntilMillis = plus(nowMillis);
        }
        return life;
    }

    synchronized boolean lives(int thatLife, long nowMillis) {
        return life == thatLife && nowMillis < aliveUntilMillis;
    }
}
