package dev.headgate.alerts;

import java.util.Locale;

/** What can be watched. A rule fires when the value reaches its threshold; where less is worse, when it falls below. */
public enum AlertMetric {
    ERROR_SHARE(
            "percent",
            false,
            "share of the last 5 minutes' calls that failed by Headgate's or a provider's fault; 0 below 20 calls"),
    REFUSALS("calls", false, "calls of the last 5 minutes that no account could take"),
    QUOTA_USED("percent", false, "use of an account's quota window of an hour or more; subject: account and window"),
    ACCOUNT_ATTENTION("truth", false, "1 while an account needs attention; subject: the account"),
    BUDGET_USED("percent", false, "what is spent of a budget; subject: owner, its id and period"),
    JOURNAL_LAG("records", false, "records of finished calls that are not in the database yet"),
    RECORDING_BROKEN("truth", false, "1 while usage can't be recorded or settled"),
    DISK_FREE("MiB", true, "room on the disk of the data folder"),
    DEAD_WEBHOOKS("deliveries", false, "deliveries that were given up and neither replayed nor thrown away"),
    PRICES_REFUSED("tables", false, "price tables refused in the last 24 hours");

    private final String unit;
    private final boolean below;
    private final String meaning;

    AlertMetric(String unit, boolean below, String meaning) {
        this.unit = unit;
        this.below = below;
        this.meaning = meaning;
    }

    /** Its stable text, e.g. {@code error-share}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String unit() {
        return unit;
    }

    public String meaning() {
        return meaning;
    }

    /** Whether less is worse. */
    public boolean below() {
        return below;
    }

    boolean breaches(long value, long threshold) {
        return below ? value < threshold : value >= threshold;
    }

    /** The metric of that text. */
    public static AlertMetric of(String id) {
        for (AlertMetric metric : values()) {
            if (metric.id().equals(id)) {
                return metric;
            }
        }
        throw new IllegalArgumentException(
                "metric: \"" + id + "\" (expected: one that GET /alert-rules/metrics lists)");
    }
}
