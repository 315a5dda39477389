package dev.headgate.app;

import dev.headgate.accounts.QuotaRetention;
import dev.headgate.identity.AuditLog;
import dev.headgate.identity.AuditRetention;
import dev.headgate.settings.RetentionSettings;
import dev.headgate.settings.Settings;
import dev.headgate.store.Store;
import dev.headgate.usage.UsageConfig;
import dev.headgate.usage.UsageRetention;
import java.time.InstantSource;

/** What leaves Headgate at its age, as the settings say, or else the file: calls, audit entries, readings of quotas. */
final class Retention implements AutoCloseable {
    private final UsageRetention usage;
    private final AuditRetention audit;
    private final QuotaRetention quotas;

    Retention(Store store, Settings settings, UsageConfig file, AuditLog log, InstantSource clock) {
        usage = new UsageRetention(
                store, () -> settings.of(RetentionSettings.TOPIC).calls().orElse(file.retention()), clock);
        audit = new AuditRetention(
                log, () -> settings.of(RetentionSettings.TOPIC).audit());
        quotas = new QuotaRetention(
                store, () -> settings.of(RetentionSettings.TOPIC).quotas(), clock);
    }

    void start() {
        usage.start();
        audit.start();
        quotas.start();
    }

    @Override
    public void close() {
        usage.close();
        audit.close();
        quotas.close();
    }
}
