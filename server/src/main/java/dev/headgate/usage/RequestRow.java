package dev.headgate.usage;

import dev.headgate.base.Money;
import dev.headgate.protocol.TokenUsage;
import java.time.Instant;
import java.util.List;

/**
 * A finished call as people look at it. What an id named may be gone; then its name is the id.
 *
 * @param fromBalance whether {@code charged} was taken from the user's balance
 * @param subscription the subscription that it was taken from, 0 for none
 * @param upstreamCost what all attempts together are expected to cost
 * @param tries one for each attempt, in order; empty in a list
 * @param trace the decision trace as JSON, empty in a list
 */
public record RequestRow(
        String requestId,
        Instant createdAt,
        Named user,
        Named key,
        Named group,
        Named account,
        String protocol,
        String model,
        String upstreamModel,
        boolean stream,
        int status,
        String errorCode,
        TokenUsage tokens,
        Money listCost,
        Money charged,
        boolean fromBalance,
        long subscription,
        Money upstreamCost,
        boolean estimated,
        String priceVersion,
        int firstByteMillis,
        int durationMillis,
        int attempts,
        List<Try> tries,
        String trace) {
    public RequestRow {
        tries = List.copyOf(tries);
    }

    /** An id and what it is called. */
    public record Named(long id, String name) {}

    /** One attempt at an account. */
    public record Try(
            Named account, String outcome, int status, TokenUsage tokens, Money upstreamCost, int durationMillis) {}
}
