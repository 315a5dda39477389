package dev.headgate.app;

import dev.headgate.accounts.ProbesConfig;
import dev.headgate.accounts.SecretsConfig;
import dev.headgate.accounts.UpstreamConfig;
import dev.headgate.config.Doc;
import dev.headgate.gateway.RelayConfig;
import dev.headgate.http.ServerConfig;
import dev.headgate.limits.LimitsConfig;
import dev.headgate.mail.MailConfig;
import dev.headgate.observe.LogConfig;
import dev.headgate.observe.MetricsConfig;
import dev.headgate.pricing.PricesConfig;
import dev.headgate.scheduling.SchedulingConfig;
import dev.headgate.store.StoreConfig;
import dev.headgate.upstream.FailoverConfig;
import dev.headgate.usage.JournalConfig;
import dev.headgate.usage.UsageConfig;
import java.nio.file.Path;

/** All settings. */
public record HeadgateConfig(
        ServerConfig server,

        @Doc("folder of the SQLite file, the journal, and the master key when none is given")
        Path data,

        StoreConfig store,
        ClusterConfig cluster,
        SecretsConfig secrets,
        RelayConfig gateway,
        SchedulingConfig scheduling,
        LimitsConfig limits,
        JournalConfig journal,
        UsageConfig usage,
        UpstreamConfig upstream,
        FailoverConfig failover,
        ProbesConfig probes,
        PricesConfig prices,
        MetricsConfig metrics,
        LogConfig log,
        MailConfig mail,
        BootstrapConfig bootstrap,
        DeclareConfig declare) {
    public static final HeadgateConfig DEFAULTS = new HeadgateConfig(
            ServerConfig.DEFAULTS,
            Path.of("./data"),
            StoreConfig.DEFAULTS,
            ClusterConfig.DEFAULTS,
            SecretsConfig.DEFAULTS,
            RelayConfig.DEFAULTS,
            SchedulingConfig.DEFAULTS,
            LimitsConfig.DEFAULTS,
            JournalConfig.DEFAULTS,
            UsageConfig.DEFAULTS,
            UpstreamConfig.DEFAULTS,
            FailoverConfig.DEFAULTS,
            ProbesConfig.DEFAULTS,
            PricesConfig.DEFAULTS,
            MetricsConfig.DEFAULTS,
            LogConfig.DEFAULTS,
            MailConfig.DEFAULTS,
            BootstrapConfig.DEFAULTS,
            DeclareConfig.DEFAULTS);

    /** The store's URL, in the data folder unless set. */
    public String storeUrl() {
        return store.url() == null
                ? "sqlite:" + data.resolve("headgate.db")
                : store.url().reveal();
    }

    /** The master key's file, in the data folder unless set. */
    public Path masterKeyFile() {
        Path file = secrets.masterKeyFile();
        return file == null ? data.resolve("master.key") : file;
    }
}
