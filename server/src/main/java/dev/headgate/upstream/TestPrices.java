package dev.headgate.upstream;

import dev.headgate.accounts.Account;
import dev.headgate.base.Money;
import dev.headgate.protocol.UsageReport;
import java.util.List;
import java.util.Optional;

/** What a test call has to know of models and prices. Thread-safe. */
public interface TestPrices {
    /** Upstream names of models to talk with that the account serves, the cheapest first; empty when none is known. */
    List<String> models(Account account);

    /** The list price of an answer, empty when the model has none. */
    Optional<Listed> list(Account account, String upstreamModel, UsageReport used);

    /** A cost, and the version of the price that it was reckoned with. */
    record Listed(Money cost, String priceVersion) {}
}
