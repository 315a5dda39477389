package dev.headgate.app;

import dev.headgate.base.Check;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import org.jspecify.annotations.Nullable;

/** What several machines share. */
public record ClusterConfig(
        @Doc("leave empty: this version runs on one machine; later redis://host:6379/0") @Nullable
        Secret url) {
    public static final ClusterConfig DEFAULTS = new ClusterConfig(null);

    public ClusterConfig {
        Check.that(url == null, "url", "***", "nothing: this version runs on one machine");
    }
}
