package dev.headgate.store;

import dev.headgate.base.Check;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import java.net.URI;
import java.net.URISyntaxException;
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
                    url.reveal().startsWith("sqlite:") || isPostgresql(url.reveal()),
                    "url",
                    "***",
                    "sqlite:FILE or postgresql://user:password@host/database");
        }
    }

    /** Checked here, since an error of the driver's or of {@link URI}'s own would show the password. */
    private static boolean isPostgresql(String text) {
        try {
            URI url = new URI(text);
            return "postgresql".equals(url.getScheme()) && url.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
