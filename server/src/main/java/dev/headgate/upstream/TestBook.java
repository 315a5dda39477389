package dev.headgate.upstream;

import dev.headgate.accounts.Account;
import dev.headgate.base.Money;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.UsageReport;
import org.jspecify.annotations.Nullable;

/** Writes down what test calls cost: the provider bills them like any other. Blocks at most shortly; thread-safe. */
@FunctionalInterface
public interface TestBook {
    void over(Billed call);

    /**
     * A test call that reached the provider.
     *
     * @param model as it was sent
     * @param status the vendor's; without an answer that of the error
     * @param errorCode empty for a success
     * @param used what the vendor said, or an estimate of it
     * @param estimated whether the vendor said nothing
     * @param listed list price of it, null when the model has none
     * @param firstByteMillis from the first step of this call to the first byte
     */
    record Billed(
            Account account,
            Protocol protocol,
            String model,
            int status,
            String errorCode,
            UsageReport used,
            boolean estimated,
            TestPrices.@Nullable Listed listed,
            int firstByteMillis,
            int durationMillis) {
        Money cost() {
            return listed == null ? Money.ZERO : listed.cost();
        }
    }
}
