package dev.headgate.settings;

import dev.headgate.base.Check;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * At what age records leave Headgate. Sums and ledger entries never do.
 *
 * @param callDays of the log of calls; 0 = never, null = as the file's {@code usage.retention} says
 * @param auditDays of the audit log, 0 = never
 * @param quotaDays of readings of accounts' quota windows, 0 = never, null = 31
 */
public record RetentionSettings(
        @Nullable Integer callDays, int auditDays, @Nullable Integer quotaDays) {
    public static final Topic<RetentionSettings> TOPIC =
            new Topic<>("retention", RetentionSettings.class, new RetentionSettings(null, 0, null));

    private static final int DAYS_MAX = 36_500;

    /** Shows a month's window from its begin. */
    private static final int QUOTA_DAYS = 31;

    /** What an attacker could erase their traces by is refused. */
    private static final int AUDIT_DAYS_MIN = 30;

    public RetentionSettings {
        if (callDays != null) {
            Check.range("call days", (long) callDays, 0, DAYS_MAX);
        }
        Check.range("audit days", auditDays, 0, DAYS_MAX);
        if (quotaDays != null) {
            Check.range("quota days", (long) quotaDays, 0, DAYS_MAX);
        }
        Check.that(
                auditDays == 0 || auditDays >= AUDIT_DAYS_MIN,
                "audit days",
                auditDays,
                "0, or " + AUDIT_DAYS_MIN + " or more");
    }

    /** The age at which calls leave the log, zero = never; empty where the file says it. */
    public Optional<Duration> calls() {
        return Optional.ofNullable(callDays).map(Duration::ofDays);
    }

    /** The age at which readings of quota windows leave, zero = never. */
    public Duration quotas() {
        return Duration.ofDays(keptQuotaDays());
    }

    /** The same in days. */
    public int keptQuotaDays() {
        return quotaDays == null ? QUOTA_DAYS : quotaDays;
    }

    /** The age at which entries leave the audit log, zero = never. */
    public Duration audit() {
        return Duration.ofDays(auditDays);
    }
}
