package dev.headgate.usage;

import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.protocol.TokenUsage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A settled call with all that pricing it again needs.
 *
 * @param list its list cost with all corrections so far
 * @param charged its charge with all corrections so far
 * @param corrected whether the re-rating at hand has corrected it already
 */
public record RatedCall(
        String requestId,
        Instant createdAt,
        UserId user,
        long key,
        long group,
        long account,
        String model,
        String upstreamModel,
        TokenUsage tokens,
        Rating rating,
        Money list,
        Money charged,
        boolean fromBalance,
        @Nullable SubscriptionId subscription,
        boolean corrected) {}
