package dev.headgate.cluster;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Marks in memory, at most 100,000: then those that pass first go first. */
final class MemoryFlags implements Flags {
    static final int MAX = 100_000;

    private final InstantSource clock;
    private final ConcurrentHashMap<Name, Flag> flags = new ConcurrentHashMap<>();

    MemoryFlags(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void raise(Name name, String word, Instant until) {
        if (flags.size() >= MAX) {
            makeRoom();
        }
        Instant now = clock.instant();
        flags.compute(name, (key, old) -> {
            boolean stays =
                    old != null && old.until().isAfter(now) && old.until().isAfter(until);
            return stays ? old : new Flag(word, until);
        });
    }

    private synchronized void makeRoom() {
        Instant now = clock.instant();
        flags.values().removeIf(flag -> !flag.until().isAfter(now));
        int over = flags.size() - MAX * 9 / 10;
        if (over > 0) {
            flags.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(java.util.Comparator.comparing(Flag::until)))
                    .limit(over)
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(flags::remove);
        }
    }

    @Override
    public Answer<Optional<Flag>> raised(Name name) {
        Flag flag = flags.get(name);
        if (flag != null && !flag.until().isAfter(clock.instant())) {
            flags.remove(name, flag);
            flag = null;
        }
        return Answer.of(Optional.ofNullable(flag));
    }

    @Override
    public void lower(Name name) {
        flags.remove(name);
    }
}
