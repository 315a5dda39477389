package dev.headgate.webhooks;

/** What can happen that others may want to hear of. The text is a promise to receivers. */
public enum EventType {
    ACCOUNT_STATE_CHANGED(
            "account.state_changed",
            "an account rests, works again, is paused or needs attention; rests under a minute aren't told"),
    ACCOUNT_QUOTA_REACHED("account.quota_reached", "80, 95 or 100 % of an account's quota window are used"),
    BUDGET_REACHED("budget.reached", "a budget has reached one of its percentages"),
    SUBSCRIPTION_RENEWED("subscription.renewed", "a subscription was renewed by itself"),
    SUBSCRIPTION_RENEWAL_FAILED("subscription.renewal_failed", "the balance didn't cover a renewal"),
    PAYMENT_TOP_UP("payment.top_up", "a user paid money in"),
    PAYMENT_GRANT("payment.grant", "a user was given money"),
    PAYMENT_ADJUSTMENT("payment.adjustment", "a user's balance was corrected, up or down"),
    PAYMENT_REFUND("payment.refund", "a call's charge, or a part, was given back"),
    CODE_REDEEMED("code.redeemed", "a user redeemed a code"),
    USER_SIGNED_UP("user.signed_up", "somebody made an account: by registration, invitation or another site"),
    ALERT_FIRED("alert.fired", "an alert has fired"),
    ALERT_RESOLVED("alert.resolved", "an alert that was told is over"),
    PRICES_REFUSED("prices.refused", "a newer price table was refused"),
    WEBHOOK_DISABLED("webhook.disabled", "an endpoint that failed for long was disabled; told to the others"),
    WEBHOOK_TEST("webhook.test", "somebody pressed the test button; sent to any endpoint");

    private final String id;
    private final String meaning;

    EventType(String id, String meaning) {
        this.id = id;
        this.meaning = meaning;
    }

    /** Its stable text, e.g. {@code budget.reached}. */
    public String id() {
        return id;
    }

    public String meaning() {
        return meaning;
    }

    /** The type of that text. */
    public static EventType of(String id) {
        for (EventType type : values()) {
            if (type.id.equals(id)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "events: \"" + id + "\" (expected: types that GET /webhooks/event-types lists)");
    }
}
