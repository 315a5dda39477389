package dev.headgate.gateway;

import dev.headgate.upstream.FailureRule.Show;
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

    /** The provider's own refusal where a client may see it: not what is about the operator's account, unless a rule says so. */
    @Nullable
    Answer shown() {
        Show show = failure instanceof UpstreamFailure.Rejected rejected ? rejected.show() : null;
        if (show != null) {
            return show == Show.PASS ? answer : null;
        }
        return switch (failure.code()) {
            case UPSTREAM_RATE_LIMITED, UPSTREAM_OVERLOADED, UPSTREAM_ERROR -> answer;
            default -> null;
        };
    }
}
