package dev.headgate.tariff;

import dev.headgate.pricing.PriceRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One price that differs between two tables.
 *
 * @param from when it begins to hold
 * @param name which price of {@link PriceRow#NAMES}
 * @param before pico-dollars, null when the old table doesn't state it
 * @param after pico-dollars, null when the new table doesn't state it
 */
public record PriceChange(
        String model,
        String provider,
        Instant from,
        String name,
        @Nullable Long before,
        @Nullable Long after) {
    private static final long MOST = 10;

    /** Whether it moves more than tenfold, either way; to or from nothing is more than that. */
    public boolean wild() {
        Long was = before;
        Long is = after;
        if (was == null || is == null || was.equals(is) || name.equals("longThreshold") || name.equals("searchOnce")) {
            return false;
        }
        return moreThanTenfold(was, is) || moreThanTenfold(is, was);
    }

    private static boolean moreThanTenfold(long larger, long smaller) {
        long tenth = larger / MOST;
        return tenth > smaller || tenth == smaller && larger % MOST != 0;
    }

    /** As it is shown: {@code openai gpt-x input: 1.25 → 2.5 USD per million tokens}. */
    public String words() {
        String start = from.equals(Instant.EPOCH) ? "" : " from " + from;
        return (provider.isEmpty() ? "*" : provider) + " " + model + start + " " + name + ": " + usd(before) + " → "
                + usd(after);
    }

    private static String usd(@Nullable Long picos) {
        return picos == null
                ? "none"
                : BigDecimal.valueOf(picos, 6).stripTrailingZeros().toPlainString();
    }

    private record Key(String provider, String model, Instant from) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byProvider = provider.compareTo(other.provider);
            int byModel = byProvider != 0 ? byProvider : model.compareTo(other.model);
            return byModel != 0 ? byModel : from.compareTo(other.from);
        }
    }

    /** What {@code after} changes: rows that it doesn't list stay as they are, and so do not differ. */
    public static List<PriceChange> between(List<PriceRow> before, List<PriceRow> after) {
        Map<Key, PriceRow> old = byKey(before);
        List<PriceChange> changes = new ArrayList<>();
        byKey(after).forEach((key, row) -> {
            PriceRow was = old.get(key);
            TreeSet<String> names = new TreeSet<>(row.stated().keySet());
            if (was != null) {
                names.addAll(was.stated().keySet());
            }
            for (String name : names) {
                Long had = was == null ? null : was.stated().get(name);
                Long has = row.stated().get(name);
                if (had == null ? has != null : !had.equals(has)) {
                    changes.add(new PriceChange(row.model(), row.provider(), row.effectiveFrom(), name, had, has));
                }
            }
        });
        return changes;
    }

    private static Map<Key, PriceRow> byKey(List<PriceRow> rows) {
        Map<Key, PriceRow> byKey = new TreeMap<>();
        rows.forEach(row -> byKey.put(new Key(row.provider(), row.model(), row.effectiveFrom()), row));
        return byKey;
    }
}
