package dev.headgate.accounts;

import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The key under which upstream credentials are encrypted at rest. */
public record SecretsConfig(
        @Doc("file with the master key; made with mode 0600 when absent; default: master.key in the data folder")
        @Nullable
        Path masterKeyFile,

        @Doc("the master key itself, 32 bytes in base64, in place of the file; best given by the environment") @Nullable
        Secret masterKey) {
    public static final SecretsConfig DEFAULTS = new SecretsConfig(null, null);
}
