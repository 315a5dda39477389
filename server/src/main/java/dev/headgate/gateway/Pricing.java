package dev.headgate.gateway;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.Group;
import dev.headgate.pricing.Price;
import dev.headgate.pricing.PriceBook;
import dev.headgate.pricing.Quote;
import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.protocol.UsageReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Puts the price book and a group's policy for unknown models together.
 *
 * @param at when the call arrived: the prices of that instant hold
 */
record Pricing(PriceBook book, Group group, Instant at) {

    Optional<Price> price(Account account, String upstreamModel) {
        Optional<Price> found = book.find(account.provider().id(), upstreamModel, at);
        if (found.isEmpty() && group.unknownModel() instanceof Group.UnknownModel.Fallback fallback) {
            long in = fallback.inputPicos();
            return Optional.of(new Price("fallback", new Price.Rates(in, fallback.outputPicos(), in, in, in), null));
        }
        return found;
    }

    /** An attempt's tokens by model; one part where its answer tells no more, or was not told at all. */
    static List<UsageReport.Part> parts(AttemptTrace attempt, TokenUsage tokens, boolean estimated) {
        List<UsageReport.Part> parts = attempt.usage.parts();
        return estimated || parts.size() < 2 ? List.of(new UsageReport.Part("", tokens)) : parts;
    }

    /** Prices an attempt. {@code terms} are the answer's own, completed by what was asked for. */
    Quote quote(AttemptTrace attempt, List<UsageReport.Part> parts, ServiceTerms terms) {
        return Quote.of(model -> price(attempt.account, model), attempt.upstreamModel, parts, terms);
    }
}
