package dev.headgate.observe;

import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import org.jspecify.annotations.Nullable;

/** Who may read {@code /metrics}. Without a port and a token only programs on this machine may. */
public record MetricsConfig(
        @Doc("a port of its own for /metrics; 0 picks a free one") @Nullable
        Integer port,

        @Doc("token that readers of /metrics send as `Authorization: Bearer`") @Nullable
        Secret token) {
    public static final MetricsConfig DEFAULTS = new MetricsConfig(null, null);
}
