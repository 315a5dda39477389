package dev.headgate.app;

import java.util.random.RandomGenerator;

/** A fast generator made safe for many threads; not for secrets. */
final class SharedRandom implements RandomGenerator {
    private final RandomGenerator random;

    SharedRandom(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public synchronized long nextLong() {
        return random.nextLong();
    }
}
