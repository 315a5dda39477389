package dev.headgate.billing;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/** Learns how many tokens each model usually answers with, so that holds are neither too large nor too small. Thread-safe. */
public final class UsualOutput {
    /*
     * Idea: a histogram a model, with buckets that grow by a quarter of a power of two, and with forgetting.
     *
     *     bucket of n < 8: n;   else 8 + 4 * (log2(n) - 3) + the two bits below the highest
     *     usual = the upper end of the first bucket at or above which no more than 5 % of the counts lie
     *     most  = the upper end of the highest bucket that isn't empty
     *
     * Units: tokens. Error: an answer's bucket is at most 25 % wide, so "usual" is the true 95th percentile or up to 25 % more.
     * Forgetting: at 2,048 counts all are halved, so a change of habit is learned within some thousand answers; a lone large
     * answer is forgotten after a few halvings.
     * Cost: a lock on the model's own histogram, held for some ten steps; 104 ints a model, at most 2,000 models (further
     * ones share one histogram).
     */
    private static final int BUCKETS = 104;
    private static final int HALVE_AT = 2_048;
    private static final int MODELS_MAX = 2_000;

    /** Below so many answers a model's habit isn't known. */
    private static final int KNOWN_AT = 20;

    private final ConcurrentHashMap<String, Histogram> models = new ConcurrentHashMap<>();
    private final Histogram others = new Histogram();

    private static final class Histogram {
        private final int[] counts = new int[BUCKETS];
        private int total;

        synchronized void add(long tokens) {
            counts[bucket(tokens)]++;
            total++;
            if (total >= HALVE_AT) {
                for (int i = 0; i < BUCKETS; i++) {
                    counts[i] /= 2;
                }
                total = Arrays.stream(counts).sum();
            }
        }

        synchronized long usual() {
            if (total < KNOWN_AT) {
                return -1;
            }
            int above = total / 20;
            int bucket = BUCKETS - 1;
            while (bucket > 0 && counts[bucket] <= above) {
                above -= counts[bucket];
                bucket--;
            }
            return upperEnd(bucket);
        }

        synchronized long most() {
            int bucket = BUCKETS - 1;
            while (bucket > 0 && counts[bucket] == 0) {
                bucket--;
            }
            return total < KNOWN_AT ? -1 : upperEnd(bucket);
        }
    }

    static int bucket(long tokens) {
        if (tokens < 8) {
            return (int) Math.max(0, tokens);
        }
        int log = 63 - Long.numberOfLeadingZeros(tokens);
        return Math.min(BUCKETS - 1, 8 + 4 * (log - 3) + (int) ((tokens >>> (log - 2)) & 3));
    }

    /** The largest number of tokens that falls into a bucket. */
    static long upperEnd(int bucket) {
        if (bucket < 8) {
            return bucket;
        }
        int log = 3 + (bucket - 8) / 4;
        return (1L << log) + ((bucket - 8) % 4 + 1) * (1L << (log - 2)) - 1;
    }

    /** An answer of {@code model} had so many output tokens. */
    public void answered(String model, long tokens) {
        Histogram of = models.get(model);
        if (of == null) {
            of = models.size() < MODELS_MAX ? models.computeIfAbsent(model, made -> new Histogram()) : others;
        }
        of.add(tokens);
    }

    /** What 95 of 100 recent answers of {@code model} did not exceed, -1 when too few are known. */
    public long usual(String model) {
        return models.getOrDefault(model, others).usual();
    }

    /** What no recent answer of {@code model} exceeded, -1 when too few are known. */
    public long most(String model) {
        return models.getOrDefault(model, others).most();
    }
}
