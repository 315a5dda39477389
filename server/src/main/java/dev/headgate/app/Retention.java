package dev.headgate.app;

import dev.headgate.accounts.PastStates;
import dev.headgate.accounts.QuotaHistory;
import dev.headgate.app.Rounds.Job;
import dev.headgate.identity.AuditLog;
import dev.headgate.settings.RetentionSettings;
import dev.headgate.settings.Settings;
import dev.headgate.store.Store;
import dev.headgate.usage.UsageConfig;
import dev.headgate.usage.UsageRetention;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What leaves Headgate at its age, as the settings say, or else the file: calls, audit entries, readings of quotas and past states of
 * accounts. Changes whose process died before it could tell them are told on the same rounds.
 */
final class Retention implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration ROUND = Duration.ofMinutes(10);
    private static final int HOURLY = 6;

    private final Store store;
    private final Settings settings;
    private final UsageConfig file;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Rounds rounds;

    Retention(Store store, Settings settings, UsageConfig file, AuditLog audit, InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.file = file;
        this.audit = audit;
        this.clock = clock;
        rounds = new Rounds(
                ROUND,
                List.of(
                        new Job("telling changes whose end is not known", 1, stop -> unfinished()),
                        new Job("removing old entries of the audit log", 1, this::audit),
                        new Job("removing old calls", HOURLY, this::calls),
                        new Job("removing old readings of quotas", HOURLY, this::quotas),
                        new Job("removing old states of accounts", HOURLY, this::states)));
    }

    private RetentionSettings ages() {
        return settings.of(RetentionSettings.TOPIC);
    }

    private void unfinished() {
        int untold = audit.tellUnfinished();
        if (untold > 0) {
            log.warn("{} changes were begun and their end is not known; the audit log tells which", untold);
        }
    }

    private void audit(BooleanSupplier stop) {
        long gone = audit.removeOlderThan(ages().audit(), stop);
        if (gone > 0) {
            log.info("{} entries left the audit log", gone);
        }
    }

    private void calls(BooleanSupplier stop) {
        long gone = UsageRetention.run(store, clock.instant(), ages().calls().orElse(file.retention()), stop);
        if (gone > 0) {
            log.info("{} {} left the log of calls", gone, store.postgresql() ? "months" : "calls");
        }
    }

    private void quotas(BooleanSupplier stop) {
        QuotaHistory.cut(store, clock.instant(), ages().quotas(), stop);
    }

    private void states(BooleanSupplier stop) {
        PastStates.cut(store, clock.instant(), ages().quotas(), stop);
    }

    void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }
}
