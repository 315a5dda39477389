package dev.headgate.billing;

import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a finished call costs and who pays: from the subscription where there is one, else from the balance, else it is only
 * tracked.
 *
 * @param at when the call arrived: says which windows it is counted in
 */
public record Charge(
        String requestId,
        UserId user,
        KeyId key,
        GroupId group,
        @Nullable SubscriptionId subscription,
        boolean fromBalance,
        Money amount,
        Instant at) {
    /** The charge's entry. */
    LedgerPosting posting() {
        String book =
                subscription != null ? Books.of(subscription) : fromBalance ? Books.of(user) : Books.tracking(user);
        return new LedgerPosting(entryId(requestId), book, Books.REVENUE, amount, "usage");
    }

    /** The id of a call's entry. */
    static String entryId(String requestId) {
        return "usage:" + requestId;
    }
}
