package dev.headgate.app;

import dev.headgate.billing.Billing;
import dev.headgate.billing.Budget;
import dev.headgate.billing.CodeBatch;
import dev.headgate.billing.MoneyEvent;
import dev.headgate.webhooks.EventType;
import dev.headgate.webhooks.WebhookEvent;
import dev.headgate.webhooks.WebhookOutbox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Events about money as receivers read them. */
final class MoneyEvents {
    private MoneyEvents() {}

    /** Writes what happens with money into the outbox, within the transaction that makes it so. */
    static void tell(Billing billing, WebhookOutbox outbox, InstantSource clock) {
        billing.listen((handle, event) -> outbox.write(handle, of(event, clock.instant())));
    }

    private static WebhookEvent of(MoneyEvent event, Instant now) {
        Map<String, Object> data = new LinkedHashMap<>();
        switch (event) {
            case MoneyEvent.BudgetReached one -> budget(data, one);
            case MoneyEvent.SubscriptionRenewed one -> {
                data.put("subscription_id", one.subscription().toString());
                data.put("user_id", one.user().toString());
                data.put("ends_at", one.endsAt().toString());
            }
            case MoneyEvent.RenewalFailed one -> {
                data.put("subscription_id", one.subscription().toString());
                data.put("user_id", one.user().toString());
                data.put("ends_at", one.endsAt().toString());
            }
            case MoneyEvent.Paid one -> {
                data.put("entry", one.entry());
                data.put("user_id", one.user().toString());
                data.put("amount_nanos", one.amount().nanos());
                data.put("note", one.note());
            }
            case MoneyEvent.CodeRedeemed one -> {
                CodeBatch.Gift gift = one.batch().gift();
                data.put("user_id", one.user().toString());
                data.put("batch", one.batch().name());
                data.put("kind", one.batch().kind().name().toLowerCase(Locale.ROOT));
                data.put("amount_nanos", gift.balance().nanos());
                data.put("plan_days", gift.planDays());
                data.put("places", gift.places());
            }
        }
        return new WebhookEvent(event.id(), EventType.of(event.type()), now, data);
    }

    private static void budget(Map<String, Object> data, MoneyEvent.BudgetReached one) {
        Budget budget = one.budget();
        data.put("budget_id", Long.toString(budget.id()));
        data.put("owner", budget.owner().kind().name().toLowerCase(Locale.ROOT));
        data.put("owner_id", Long.toString(budget.owner().id()));
        data.put("period", budget.period().id());
        data.put("percent", one.percent());
        data.put("spent_nanos", one.spent().nanos());
        data.put("limit_nanos", budget.limit().nanos());
        data.put("hard", budget.hard());
        data.put("window_ends_at", one.window().end().toString());
    }
}
