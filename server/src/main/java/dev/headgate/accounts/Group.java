package dev.headgate.accounts;

import dev.headgate.base.Check;
import dev.headgate.base.GroupId;

/**
 * A pool of accounts with one billing policy; every key belongs to one. Immutable.
 *
 * @param multiplierPpm charge per list cost in parts per million: 1.0 = 1_000_000
 * @param declared owned by the configuration file
 */
public record Group(
        GroupId id,
        String name,
        long multiplierPpm,
        Billing billing,
        UnknownModel unknownModel,
        boolean enabled,
        boolean declared) {

    public Group {
        Check.notBlank("name", name);
        Check.range("rate-multiplier ppm", multiplierPpm, 0, 1_000_000_000L);
    }

    /** What a call's charge is taken from. */
    public enum Billing {
        NONE("none"),
        BALANCE("balance"),
        SUBSCRIPTION("subscription"),
        SUBSCRIPTION_THEN_BALANCE("subscription-then-balance");

        private final String id;

        Billing(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /** What happens to a call whose model has no price. */
    public sealed interface UnknownModel {
        /** Answered with an error that says so. */
        record Refuse() implements UnknownModel {}

        /** Relayed at cost 0 and marked {@code unpriced}. */
        record Unpriced() implements UnknownModel {}

        /** Charged at these pico-dollars per token. */
        record Fallback(long inputPicos, long outputPicos) implements UnknownModel {}
    }
}
