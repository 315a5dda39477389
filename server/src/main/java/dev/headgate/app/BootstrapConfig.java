package dev.headgate.app;

import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import org.jspecify.annotations.Nullable;

/** The first administrator of the web console, which is not part of this version; kept for it. */
public record BootstrapConfig(
        @Doc("not used yet: e-mail of the first administrator") @Nullable
        String adminEmail,

        @Doc("not used yet: password of the first administrator") @Nullable
        Secret adminPassword) {
    public static final BootstrapConfig DEFAULTS = new BootstrapConfig(null, null);
}
