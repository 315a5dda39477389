package dev.headgate.cluster;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Bindings in plain arrays, so that a million of them cost about 40 MB and no garbage. */
final class MemoryAffinity implements Affinity {
    /*
     * Layout: 64 stripes by hash, each a table of sets of 8 places. A binding can stand in any place of its set. A new one takes a
     * free or expired place; when there is none the table doubles, up to its share of the maximum; then the place that was not
     * used for longest within the set is taken. With 8 places that is close to true least-recently-used order, and nothing but
     * one set of 8 is ever touched.
     *
     * Size: 8 (high) + 8 (low) + 8 (value) + 8 (expiry) + 4 (space) + 4 (last use) = 40 bytes a place.
     *
     * Threading: a stripe's monitor, held for one set, or for all its places when it doubles or something is forgotten.
     */
    static final int STRIPES = 64;
    private static final int WAYS = 8;

    private final InstantSource clock;
    private final Stripe[] stripes = new Stripe[STRIPES];
    private final ConcurrentHashMap<String, Integer> spaces = new ConcurrentHashMap<>();
    private final AtomicInteger nextSpace = new AtomicInteger();

    MemoryAffinity(InstantSource clock, int max) {
        this.clock = clock;
        int each = Math.max(WAYS, Integer.highestOneBit(Math.max(1, max - 1)) * 2 / STRIPES);
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe(each);
        }
    }

    private static final class Stripe {
        private final int placesMax;
        private long[] high = new long[WAYS];
        private long[] low = new long[WAYS];
        private long[] values = new long[WAYS];
        private long[] expiry = new long[WAYS]; // 0: free
        private int[] space = new int[WAYS];
        private int[] lastUse = new int[WAYS];
        private int uses;

        private Stripe(int placesMax) {
            this.placesMax = placesMax;
        }

        private int set(int hash) {
            return (hash & expiry.length / WAYS - 1) * WAYS;
        }

        private int find(Key key, long now) {
            int first = set(key.hash);
            for (int at = first; at < first + WAYS; at++) {
                if (expiry[at] > now && high[at] == key.high && low[at] == key.low && space[at] == key.space) {
                    lastUse[at] = ++uses;
                    return at;
                }
            }
            return -1;
        }

        private void put(Key key, long value, long until, long now) {
            int at = find(key, now);
            boolean longer = at < 0 || values[at] != value || expiry[at] < until;
            if (at < 0) {
                at = place(key.hash, now);
                high[at] = key.high;
                low[at] = key.low;
                space[at] = key.space;
                lastUse[at] = ++uses;
            }
            if (longer) {
                values[at] = value;
                expiry[at] = until;
            }
        }

        private int place(int hash, long now) {
            while (true) {
                int first = set(hash);
                int oldest = first;
                for (int at = first; at < first + WAYS; at++) {
                    if (expiry[at] <= now) {
                        return at;
                    }
                    if (lastUse[at] - lastUse[oldest] < 0) {
                        oldest = at;
                    }
                }
                if (expiry.length >= placesMax) {
                    return oldest;
                }
                grow();
            }
        }

        /** Each set splits in two by one more bit of the hash, so nothing can be in want of a place. */
        private void grow() {
            Stripe wider = new Stripe(placesMax);
            int size = expiry.length * 2;
            wider.high = new long[size];
            wider.low = new long[size];
            wider.values = new long[size];
            wider.expiry = new long[size];
            wider.space = new int[size];
            wider.lastUse = new int[size];
            for (int from = 0; from < expiry.length; from++) {
                if (expiry[from] == 0) {
                    continue;
                }
                int at = wider.set(hash(space[from], high[from], low[from]));
                while (wider.expiry[at] != 0) {
                    at++;
                }
                wider.high[at] = high[from];
                wider.low[at] = low[from];
                wider.values[at] = values[from];
                wider.expiry[at] = expiry[from];
                wider.space[at] = space[from];
                wider.lastUse[at] = lastUse[from];
            }
            high = wider.high;
            low = wider.low;
            values = wider.values;
            expiry = wider.expiry;
            space = wider.space;
            lastUse = wider.lastUse;
        }
    }

    private record Key(int space, long high, long low, int hash, int stripe) {}

    /** MurmurHash3's 64-bit finalizer over the parts. */
    private static int hash(int space, long high, long low) {
        long z = low + space * 0x9E37_79B9_7F4A_7C15L ^ Long.rotateLeft(high, 32);
        z = (z ^ z >>> 33) * 0xFF51_AFD7_ED55_8CCDL;
        z = (z ^ z >>> 33) * 0xC4CE_B9FE_1A85_EC53L;
        return (int) (z ^ z >>> 33);
    }

    private Key key(Name name) {
        Integer known = spaces.get(name.space());
        int space = known != null ? known : spaces.computeIfAbsent(name.space(), made -> nextSpace.incrementAndGet());
        int hash = hash(space, name.high(), name.low());
        return new Key(space, name.high(), name.low(), hash, hash >>> 26);
    }

    @Override
    public Answer<OptionalLong> get(Name name) {
        Key key = key(name);
        Stripe stripe = stripes[key.stripe];
        synchronized (stripe) {
            int at = stripe.find(key, clock.millis());
            return Answer.of(at < 0 ? OptionalLong.empty() : OptionalLong.of(stripe.values[at]));
        }
    }

    @Override
    public Answer<List<OptionalLong>> getAll(List<Name> names) {
        List<OptionalLong> values = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            values.add(get(names.get(i)).value());
        }
        return Answer.of(values);
    }

    @Override
    public void put(Name name, long value, Duration ttl) {
        Key key = key(name);
        Stripe stripe = stripes[key.stripe];
        long now = clock.millis();
        synchronized (stripe) {
            stripe.put(key, value, now + ttl.toMillis(), now);
        }
    }

    @Override
    public Answer<Boolean> putIf(Name name, OptionalLong expected, long value, Duration ttl) {
        Key key = key(name);
        Stripe stripe = stripes[key.stripe];
        long now = clock.millis();
        synchronized (stripe) {
            int at = stripe.find(key, now);
            boolean asExpected =
                    at < 0 ? expected.isEmpty() : expected.isPresent() && expected.getAsLong() == stripe.values[at];
            if (asExpected) {
                stripe.put(key, value, now + ttl.toMillis(), now);
            }
            return Answer.of(asExpected);
        }
    }

    @Override
    public Answer<Boolean> touch(Name name, long value, Duration ttl) {
        Key key = key(name);
        Stripe stripe = stripes[key.stripe];
        long now = clock.millis();
        synchronized (stripe) {
            int at = stripe.find(key, now);
            boolean still = at >= 0 && stripe.values[at] == value;
            if (still) {
                stripe.expiry[at] = now + ttl.toMillis();
            }
            return Answer.of(still);
        }
    }

    @Override
    public void remove(Name name, long value) {
        Key key = key(name);
        Stripe stripe = stripes[key.stripe];
        synchronized (stripe) {
            int at = stripe.find(key, clock.millis());
            if (at >= 0 && stripe.values[at] == value) {
                stripe.expiry[at] = 0;
            }
        }
    }

    @Override
    public void forgetValue(long value) {
        for (Stripe stripe : stripes) {
            synchronized (stripe) {
                for (int at = 0; at < stripe.expiry.length; at++) {
                    if (stripe.values[at] == value) {
                        stripe.expiry[at] = 0;
                    }
                }
            }
        }
    }

    @Override
    public void forgetSpace(String space) {
        Integer id = spaces.get(space);
        if (id == null) {
            return;
        }
        for (Stripe stripe : stripes) {
            synchronized (stripe) {
                for (int at = 0; at < stripe.expiry.length; at++) {
                    if (stripe.space[at] == id) {
                        stripe.expiry[at] = 0;
                    }
                }
            }
        }
    }

    /** Places allocated and bindings that are not over, for tests of the bound. */
    int[] size() {
        int places = 0;
        int live = 0;
        long now = clock.millis();
        for (Stripe stripe : stripes) {
            synchronized (stripe) {
                places += stripe.expiry.length;
                live += (int) Arrays.stream(stripe.expiry)
                        .filter(until -> until > now)
                        .count();
            }
        }
        return new int[] {places, live};
    }
}
