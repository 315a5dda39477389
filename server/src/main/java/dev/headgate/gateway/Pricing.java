package dev.headgate.gateway;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.Group;
import dev.headgate.base.Money;
import dev.headgate.pricing.Cost;
import dev.headgate.pricing.Price;
import dev.headgate.pricing.PriceBook;
import dev.headgate.pricing.ServiceTier;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.protocol.UsageReport;
import java.util.Optional;

/** Puts the price book and a group's policy for unknown models together. */
final class Pricing {
    static final String UNPRICED = "unpriced";

    private Pricing() {}

    /** What a set of tokens costs, and which price row says so. */
    record Priced(Cost cost, String version) {
        Money list() {
            return cost.list();
        }
    }

    static Optional<Price> price(PriceBook book, Account account, String upstreamModel, Group group) {
        Optional<Price> found = book.find(account.provider().id(), upstreamModel);
        if (found.isEmpty() && group.unknownModel() instanceof Group.UnknownModel.Fallback fallback) {
            long in = fallback.inputPicos();
            return Optional.of(new Price("fallback", new Price.Rates(in, fallback.outputPicos(), in, in, in), null));
        }
        return found;
    }

    /** Prices an answer: each part at its own model's price, where the answer names one. */
    static Priced price(PriceBook book, AttemptTrace attempt, Group group, TokenUsage tokens, boolean estimated) {
        UsageReport usage = attempt.usage;
        long tier = ServiceTier.ppm(usage.serviceTier());
        Optional<Price> main = price(book, attempt.account, attempt.upstreamModel, group);
        String version = main.map(Price::version).orElse(UNPRICED);
        if (estimated || usage.parts().size() < 2) {
            return new Priced(main.map(price -> Cost.of(price, tokens, tier)).orElse(Cost.NOTHING), version);
        }
        Cost sum = Cost.NOTHING;
        for (UsageReport.Part part : usage.parts()) {
            Optional<Price> own = part.model().isEmpty()
                    ? main
                    : price(book, attempt.account, part.model(), group).or(() -> main);
            sum = sum.plus(own.map(price -> Cost.of(price, part.tokens(), tier)).orElse(Cost.NOTHING));
        }
        return new Priced(sum, version);
    }
}
