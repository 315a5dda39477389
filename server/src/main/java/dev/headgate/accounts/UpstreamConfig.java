package dev.headgate.accounts;

import dev.headgate.config.Doc;

/** What upstream addresses are allowed. */
public record UpstreamConfig(
        @Doc("whether addresses entered through the API may be private; those in the file always may")
        boolean allowPrivate,

        @Doc("whether upstream certificates are accepted unchecked; only for tests with self-signed ones")
        boolean trustAll) {
    public static final UpstreamConfig DEFAULTS = new UpstreamConfig(false, false);
}
