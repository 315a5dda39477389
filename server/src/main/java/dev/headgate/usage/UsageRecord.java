package dev.headgate.usage;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.TokenUsage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One finished call: what the journal keeps and settlement charges, once, by {@code requestId}.
 *
 * @param requestId UUIDv7, the answer's {@code x-request-id}
 * @param createdAt when the request arrived, millisecond precision
 * @param account the account whose answer the client got (the last one tried when none answered)
 * @param model as the client named it
 * @param upstreamModel as sent upstream
 * @param status HTTP status the client saw
 * @param errorCode empty for a success, else an {@link dev.headgate.base.ErrorCode#id()}
 * @param tokens what the user is charged for
 * @param listCost tokens at list price
 * @param charged list cost times group and user multiplier, rounded once
 * @param fromBalance whether {@code charged} is taken from the user's balance (else it is only tracked)
 * @param subscription the subscription that {@code charged} is taken from, if any
 * @param estimated whether tokens were not stated by the vendor but estimated
 * @param rating what else it was priced by
 * @param priceVersion version of the price row applied, or {@code unpriced}
 * @param firstByteMillis from arrival to the first byte of the answer, -1 when none came
 * @param durationMillis from arrival to the end
 * @param trace the decision trace as compact JSON for the operator, maybe empty
 */
public record UsageRecord(
        String requestId,
        Instant createdAt,
        UserId user,
        KeyId key,
        GroupId group,
        AccountId account,
        Protocol protocol,
        String model,
        String upstreamModel,
        boolean stream,
        int status,
        String errorCode,
        TokenUsage tokens,
        Money listCost,
        Money charged,
        boolean fromBalance,
        @Nullable SubscriptionId subscription,
        boolean estimated,
        Rating rating,
        String priceVersion,
        int firstByteMillis,
        int durationMillis,
        List<AttemptRecord> attempts,
        String trace) {

    public UsageRecord {
        attempts = List.copyOf(attempts);
    }

    /** What the vendors are expected to bill for all attempts together. */
    public Money upstreamCost() {
        long nanos = 0;
        for (AttemptRecord attempt : attempts) {
            nanos = Math.addExact(nanos, attempt.upstreamCost().nanos());
        }
        return new Money(nanos);
    }
}
