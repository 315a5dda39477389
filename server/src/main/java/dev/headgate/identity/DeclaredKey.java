package dev.headgate.identity;

import dev.headgate.base.CallLimits;
import dev.headgate.base.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A key as the configuration file declares it.
 *
 * @param key its text; null to have one made, once
 */
public record DeclaredKey(
        String name, String user, String group, @Nullable Secret key, CallLimits limits, KeyRules rules) {}
