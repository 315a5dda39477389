package dev.headgate.billing;

import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import java.util.Optional;

/** The names of the ledger's books. */
final class Books {
    /** What was paid for calls. */
    static final String REVENUE = "revenue";

    /** What users were given. */
    static final String GRANTS = "grants";

    /** What users paid in. */
    static final String PAYMENTS = "payments";

    /** What operators corrected. */
    static final String ADJUSTMENTS = "adjustments";

    /** What was paid for subscriptions. */
    static final String SALES = "sales";

    /** What is set aside for systems outside. */
    static final String HELD = "held";

    private static final String USER = "user:";

    private Books() {}

    /** A user's balance. */
    static String of(UserId user) {
        return USER + user.value();
    }

    /** What calls of a subscription were charged to; it falls below zero by what was used. */
    static String of(SubscriptionId subscription) {
        return "subscription:" + subscription.value();
    }

    /** Through which calls go that are charged to nobody. */
    static String tracking(UserId user) {
        return "tracked:" + user.value();
    }

    /** Whose balance a book is, if it is one. */
    static Optional<UserId> user(String book) {
        return book.startsWith(USER)
                ? Optional.of(new UserId(Long.parseLong(book.substring(USER.length()))))
                : Optional.empty();
    }
}
