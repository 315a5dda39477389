package dev.headgate.store;

import dev.headgate.base.Check;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import org.jspecify.annotations.Nullable;

/** Where settled data lives. The URL is secret since it may carry a password. */
public record StoreConfig(
        @Doc("`sqlite:FILE` or `postgresql://user:password@host/database`; default: headgate.db in the data folder")
        @Nullable
        Secret url) {
    public static final StoreConfig DEFAULTS = new StoreConfig(null);

    public StoreConfig {
        if (url != null) {
            Check.that(
                    url.reveal().startsWith("sqlite:") || url.reveal().startsWith("postgresql://"),
                    "url",
                    "***",
                    "sqlite:FILE or postgresql://user:password@host/database");
        }
    }
}
