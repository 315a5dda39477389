package dev.headgate.accounts;

import dev.headgate.accounts.AccountState.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The windows of an account or of one of its models, by name. Confined to its pulse's lock. */
final class Quotas {
    /** From this length on a used-up window keeps calls away: shorter ones refill all the time. */
    private static final Duration LONG = Duration.ofHours(1);

    private Map<String, QuotaWindow> windows = Map.of();

    /** Each replaces the one of its name, unless that was seen later. */
    void told(List<QuotaWindow> told) {
        Map<String, QuotaWindow> all = new LinkedHashMap<>(windows);
        for (QuotaWindow window : told) {
            QuotaWindow before = all.get(window.name());
            if (before == null || !window.seenAt().isBefore(before.seenAt())) {
                all.put(window.name(), window);
            }
        }
        windows = all;
    }

    List<QuotaWindow> all() {
        return new ArrayList<>(windows.values());
    }

    /** All, less those of allowances that the operator has taken away. */
    List<QuotaWindow> of(Account account) {
        List<QuotaWindow> current = all();
        current.removeIf(window -> window.name().startsWith(Allowance.PREFIX)
                && account.options().allowances().stream()
                        .noneMatch(allowance -> allowance.name().equals(window.name())));
        return current;
    }

    /** The hold of those that are used up for long. One with {@code _} in its name counts some models only. */
    static Hold full(List<QuotaWindow> windows, Instant now) {
        Hold full = new Hold(Status.EXHAUSTED);
        for (QuotaWindow window : windows) {
            Duration length = window.length();
            Instant resets = window.resetsAt();
            if (length != null
                    && resets != null
                    && length.compareTo(LONG) >= 0
                    && window.name().indexOf('_') < 0
                    && window.exhaustedAt(now)) {
                full.extend(resets, "the quota " + window.name() + " is used up");
            }
        }
        return full;
    }

    /** Counts what was used against the operator's own quotas. */
    void spent(List<Allowance> allowances, long tokens, long listNanos, Instant now) {
        List<QuotaWindow> counted = new ArrayList<>();
        for (Allowance allowance : allowances) {
            long more = allowance.unit() == Allowance.Unit.TOKENS ? tokens : listNanos;
            QuotaWindow before = windows.get(allowance.name());
            Instant end = before == null ? null : before.resetsAt();
            long used = 0;
            if (before == null || end == null || !end.isAfter(now)) {
                end = allowance.period().end(now);
            } else {
                used = before.limit() - before.remaining();
            }
            counted.add(QuotaWindow.counted(
                    allowance.name(),
                    allowance.period().length(),
                    allowance.amount(),
                    allowance.amount() - used - more,
                    end,
                    now));
        }
        told(counted);
    }
}
