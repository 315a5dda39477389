package dev.headgate.upstream;

import dev.headgate.accounts.Account;
import dev.headgate.base.Money;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.UsageReport;
import org.jspecify.annotations.Nullable;

/** Writes down what test calls cost: the provider bills them like any other. Blocks at most shortly; thread-safe. */
@FunctionalInterface
public interface TestBook {
    void answered(Billed call);

    /**
     * A test call that was answered.
     *
     * @param model as it was sent
     * @param used what the vendor said
     * @param listed list price of it, null when the model has none
     * @param firstByteMillis from the first step of this call to the first byte
     */
    record Billed(
            Account account,
            Protocol protocol,
            String model,
            int status,
            UsageReport used,
            TestPrices.@Nullable Listed listed,
            int firstByteMillis,
            int durationMillis) {
        Money cost() {
            return listed == null ? Money.ZERO : listed.cost();
        }
    }
}
