package dev.headgate.gateway;

import dev.headgate.upstream.UpstreamFailure;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt failed.
 *
 * @param answer the provider's own refusal, null when none came whole
 */
record FailedAttempt(UpstreamFailure failure, @Nullable Answer answer) {
    /** A whole answer of a provider. */
    record Answer(int status, MultiMap headers, Buffer body) {}
}
