package dev.headgate.accounts;

import dev.headgate.accounts.QuotaSample.Of;
import dev.headgate.base.AccountId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which readings of quota windows are kept: of each five minutes the highest, once they are over, and only where it differs
 * from the one kept before. So a window that nothing moves costs nothing, and a short one that refills all the time shows how full it
 * came to be. Holds two samples for each window. Pure; confined to one thread.
 */
final class QuotaSampler {
    private final Map<Of, QuotaSample> highest = new HashMap<>();
    private final Map<Of, QuotaSample> kept = new HashMap<>();
    private final List<QuotaSample> over = new ArrayList<>();

    /** A reading, the same one maybe again. */
    void see(QuotaSample reading) {
        QuotaSample last = kept.get(reading.of());
        if (last != null && reading.slot() <= last.slot()) {
            return; // told before
        }
        QuotaSample before = highest.get(reading.of());
        if (before != null && before.slot() < reading.slot()) {
            end(before);
        } else if (before != null && (before.slot() > reading.slot() || before.usedPpm() > reading.usedPpm())) {
            return;
        }
        highest.put(reading.of(), reading);
    }

    private void end(QuotaSample sample) {
        QuotaSample last = kept.put(sample.of(), sample);
        if (last == null || !sample.says(last)) {
            over.add(sample);
        }
    }

    /**
     * What has to be kept by now; each sample is given once.
     *
     * @param now null: the running five minutes count as over
     */
    List<QuotaSample> due(@Nullable Instant now) {
        long running = now == null ? Long.MAX_VALUE : Math.floorDiv(now.toEpochMilli(), QuotaSample.SLOT.toMillis());
        Iterator<QuotaSample> all = highest.values().iterator();
        while (all.hasNext()) {
            QuotaSample sample = all.next();
            if (sample.slot() < running) {
                all.remove();
                end(sample);
            }
        }
        List<QuotaSample> due = List.copyOf(over);
        over.clear();
        return due;
    }

    /** What could not be kept comes again with the next that are due. */
    void again(List<QuotaSample> samples) {
        over.addAll(samples);
    }

    /** Forgets accounts that are no more. */
    void only(Set<AccountId> accounts) {
        highest.keySet().removeIf(of -> !accounts.contains(of.account()));
        kept.keySet().removeIf(of -> !accounts.contains(of.account()));
        over.removeIf(sample -> !accounts.contains(sample.of().account()));
    }
}
