package dev.headgate.app;

import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import org.jspecify.annotations.Nullable;

/** The first owner, made at start while there is none; with it set, no set-up link is needed. */
public record BootstrapConfig(
        @Doc("e-mail of the first owner") @Nullable String adminEmail,

        @Doc("password of the first owner, 10 - 1,000 characters; not read again once there is an owner") @Nullable
        Secret adminPassword) {
    public static final BootstrapConfig DEFAULTS = new BootstrapConfig(null, null);
}
