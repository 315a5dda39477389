package dev.headgate.simulation;

import dev.headgate.accounts.QuotaWindow;
import dev.headgate.accounts.Setback;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One account as its vendor keeps it: a five-hour window that starts with its first call, a week, a prompt cache, bad moments. */
final class Vendor {
    private static final long WINDOW = Duration.ofHours(5).toMillis();
    private static final long WEEK = Duration.ofDays(7).toMillis();
    private static final long CACHE = Duration.ofMinutes(5).toMillis();
    private static final int CACHEABLE = 1_024;

    private final Setting.Quota quota;
    private final SplittableRandom random;
    private final List<long[]> outages;
    private final List<long[]> overloads;
    private final Map<Long, Long> cache = new HashMap<>();
    private long windowEnds;
    private long windowUsed;
    private long weekEnds;
    private long weekUsed;
    private long wasted;
    private int windows;
    private int inFlight;
    private long sweep;

    /** What the vendor says to a call. */
    sealed interface Reply {
        /** {@code cached} of its prompt's tokens came from the cache. */
        record Served(int cached, long firstByteMillis, long totalMillis) implements Reply {}

        record Failed(Setback setback, long afterMillis) implements Reply {}
    }

    /**
     * A prompt.
     *
     * @param hashes one for each beginning
     * @param tokens of each beginning
     * @param took how long the answer takes, null when that is the vendor's to say
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Prompt(long[] hashes, int[] tokens, int outputTokens, Traffic.@Nullable Took took) {
        int all() {
            return tokens[tokens.length - 1];
        }
    }

    Vendor(Setting.Quota quota, long seed) {
        this.quota = quota;
        this.random = new SplittableRandom(seed);
        SplittableRandom bad = new SplittableRandom(seed ^ 0x5EED);
        outages = spells(bad, quota, Duration.ofHours(30), Duration.ofMinutes(4));
        overloads = spells(bad, quota, Duration.ofHours(7), Duration.ofSeconds(45));
    }

    private static List<long[]> spells(SplittableRandom random, Setting.Quota quota, Duration every, Duration about) {
        List<long[]> spells = new ArrayList<>();
        double at = 0;
        while (at < quota.faultsFor().toMillis()) {
            at += -Math.log(1 - random.nextDouble()) * every.toMillis();
            spells.add(new long[] {(long) at, (long) (at + about.toMillis() * (0.5 + random.nextDouble()))});
        }
        return spells;
    }

    private static boolean within(List<long[]> spells, long now) {
        while (!spells.isEmpty() && spells.getFirst()[1] <= now) {
            spells.removeFirst();
        }
        return !spells.isEmpty() && spells.getFirst()[0] <= now;
    }

    /** A call begins, so many milliseconds after the simulation's start; {@link #ended} tells its end, whatever came of it. */
    Reply call(Prompt prompt, long now) {
        inFlight++;
        roll(now);
        if (within(outages, now)) {
            return new Reply.Failed(new Setback(Setback.Kind.UNREACHABLE, false, null, "connection refused"), 20);
        }
        if (within(overloads, now)) {
            return new Reply.Failed(new Setback(Setback.Kind.OVERLOADED, false, null, "overloaded"), 150);
        }
        if (windowUsed >= quota.windowUnits() && windowEnds > now || weekUsed >= quota.weekUnits()) {
            long until = weekUsed >= quota.weekUnits() ? weekEnds : windowEnds;
            return new Reply.Failed(
                    new Setback(Setback.Kind.EXHAUSTED, false, Duration.ofMillis(until - now), "quota used up"), 120);
        }
        if (!quota.faultsFor().isZero() && random.nextInt(400) == 0) {
            return new Reply.Failed(new Setback(Setback.Kind.FAILED, false, null, "HTTP 500"), 400);
        }
        if (windowEnds <= now) {
            windowEnds = now + WINDOW;
            windowUsed = 0;
            windows++;
        }
        if (weekEnds <= now) {
            weekEnds = now + WEEK;
            weekUsed = 0;
        }
        int cached = cached(prompt, now);
        long units = 10L * (prompt.all() - cached) + cached + 40L * prompt.outputTokens();
        windowUsed += units;
        weekUsed += units;
        Traffic.Took took = prompt.took();
        if (took != null) {
            return new Reply.Served(cached, took.firstByteMillis(), took.totalMillis());
        }
        long first = 400L + random.nextInt(500) + (prompt.all() - cached) / 8;
        return new Reply.Served(cached, first, first + prompt.outputTokens() * 1_000L / 70);
    }

    private int cached(Prompt prompt, long now) {
        int cached = 0;
        for (int i = prompt.hashes().length - 1; i >= 0 && cached == 0; i--) {
            Long until = cache.get(prompt.hashes()[i]);
            if (until != null && until > now && prompt.tokens()[i] >= CACHEABLE) {
                cached = prompt.tokens()[i];
            }
        }
        for (long hash : prompt.hashes()) {
            cache.put(hash, now + CACHE);
        }
        if (now > sweep) {
            sweep = now + CACHE;
            cache.values().removeIf(until -> until <= now);
        }
        return cached;
    }

    private void roll(long now) {
        if (windowEnds != 0 && windowEnds <= now && windowUsed >= 0) {
            wasted += Math.max(0, quota.windowUnits() - windowUsed);
            windowUsed = -1; // counted
        }
    }

    void ended() {
        inFlight--;
    }

    int inFlight() {
        return inFlight;
    }

    /** What the answer's headers say. */
    List<QuotaWindow> told(Instant now) {
        return List.of(
                QuotaWindow.share(
                        "5h", Duration.ofMillis(WINDOW), ppm(windowUsed, quota.windowUnits()), at(windowEnds), now),
                QuotaWindow.share("7d", Duration.ofMillis(WEEK), ppm(weekUsed, quota.weekUnits()), at(weekEnds), now));
    }

    private static int ppm(long used, long of) {
        return (int) Math.min(2 * QuotaWindow.FULL_PPM, Math.max(0, used) * 1.0 * QuotaWindow.FULL_PPM / of);
    }

    private static @Nullable Instant at(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(World.START + millis);
    }

    /** Units of windows that began anew before they were used up, and how many windows were begun. */
    long wasted(long now) {
        roll(now);
        return wasted;
    }

    int windows() {
        return windows;
    }
}
