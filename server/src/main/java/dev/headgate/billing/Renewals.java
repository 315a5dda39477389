package dev.headgate.billing;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Renews subscriptions that renew themselves: from ten minutes before their end, so that no call falls between, until a day after
 * it, so that money that comes late still counts. Each end is renewed once. Blocking; one thread.
 */
final class Renewals {
    private static final Duration AHEAD = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofDays(1);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Subscriptions subscriptions;
    private final SubscriptionBook book;
    private final MoneyEvent.Listener listener;
    private final InstantSource clock;

    /** When those whose balance did not cover it are tried again. */
    private final Map<Subscription, Instant> later = new HashMap<>();

    Renewals(Subscriptions subscriptions, SubscriptionBook book, MoneyEvent.Listener listener, InstantSource clock) {
        this.subscriptions = subscriptions;
        this.book = book;
        this.listener = listener;
        this.clock = clock;
    }

    void round() {
        Instant now = clock.instant();
        later.keySet().removeIf(each -> now.isAfter(each.endsAt().plus(PATIENCE)));
        for (SubscriptionMeter meter : book.all()) {
            Subscription each = meter.subscription();
            boolean due = each.state() == Subscription.State.ACTIVE
                    && each.renewal() == Plan.Renewal.BALANCE
                    && !now.isBefore(each.endsAt().minus(AHEAD))
                    && now.isBefore(each.endsAt().plus(PATIENCE));
            if (due && !now.isBefore(later.getOrDefault(each, Instant.MIN))) {
                renew(each, now);
            }
        }
    }

    private void renew(Subscription each, Instant now) {
        String end = each.id() + ":" + each.endsAt().toEpochMilli();
        try {
            if (subscriptions.renew("auto:" + end, each.id(), true) == Written.DONE) {
                Subscription renewed = subscriptions.find(each.id());
                subscriptions.once("renewed:" + end, each.id(), "told", (tx, same) -> {
                    listener.happened(
                            tx.handle(), new MoneyEvent.SubscriptionRenewed(each.id(), each.user(), renewed.endsAt()));
                    return same;
                });
            }
        } catch (GatewayException e) {
            if (e.code() != ErrorCode.INSUFFICIENT_BALANCE) {
                throw e;
            }
            later.put(each, now.plus(AGAIN));
            subscriptions.once("unpaid:" + end, each.id(), "told", (tx, same) -> {
                listener.happened(tx.handle(), new MoneyEvent.RenewalFailed(each.id(), each.user(), each.endsAt()));
                return same;
            });
        }
    }
}
