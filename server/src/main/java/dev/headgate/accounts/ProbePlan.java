package dev.headgate.accounts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one account is probed, where that differs from the others.
 *
 * @param enabled whether it is probed at all
 * @param interval time between two probes, null: as for all
 * @param model as clients name it, null: the cheapest that the account serves
 */
public record ProbePlan(
        boolean enabled,
        @Nullable Duration interval,
        @Nullable String model) {
    public ProbePlan {
        if (interval != null) {
            ProbesConfig.checkInterval(interval);
        }
    }
}
