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

        /** The billing of that word. */
        public static Billing of(String id) {
            for (Billing billing : values()) {
                if (billing.id.equals(id)) {
                    return billing;
                }
            }
            throw new IllegalArgumentException(
                    "billing: \"" + id + "\" (expected: none, balance, subscription or subscription-then-balance)");
        }
    }

    /** What happens to a call whose model has no price. */
    public sealed interface UnknownModel {
        /** As it is stored: {@code refuse}, {@code unpriced} or {@code input/output} in pico-dollars per token. */
        default String text() {
            return switch (this) {
                case Refuse refuse -> "refuse";
                case Unpriced unpriced -> "unpriced";
                case Fallback fallback -> fallback.inputPicos() + "/" + fallback.outputPicos();
            };
        }

        /** Reads {@link #text}. */
        static UnknownModel parse(String text) {
            int slash = text.indexOf('/');
            if (slash > 0) {
                return new Fallback(
                        Long.parseLong(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
            }
            return switch (text) {
                case "refuse" -> new Refuse();
                case "unpriced" -> new Unpriced();
                default ->
                    throw new IllegalArgumentException(
                            "unknown-model: \"" + text + "\" (expected: refuse, unpriced or prices)");
            };
        }

        /** Answered with an error that says so. */
        record Refuse() implements UnknownModel {}

        /** Relayed at cost 0 and marked {@code unpriced}. */
        record Unpriced() implements UnknownModel {}

        /** Charged at these pico-dollars per token. */
        record Fallback(long inputPicos, long outputPicos) implements UnknownModel {}
    }
}
