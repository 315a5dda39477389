package dev.headgate.usage;

import dev.headgate.base.AccountId;
import dev.headgate.base.Money;
import dev.headgate.protocol.TokenUsage;

/**
 * One try on one account: the operator's cost book.
 *
 * @param account whose credentials were used
 * @param outcome {@code success} or an {@link dev.headgate.base.ErrorCode#id()}
 * @param status the upstream's HTTP status, 0 when none came
 * @param tokens what this try produced, whether or not the user paid for it
 * @param upstreamCost list price of {@code tokens}: what the vendor is expected to bill
 * @param durationMillis from sending to the last byte or the failure
 */
public record AttemptRecord(
        AccountId account, String outcome, int status, TokenUsage tokens, Money upstreamCost, int durationMillis) {}
