package dev.headgate.gateway;

import dev.headgate.http.Exchange;
import dev.headgate.http.Names;
import dev.headgate.upstream.FailureRule.Show;
import dev.headgate.upstream.UpstreamFailure;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
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

    /** When the provider said that it may be asked again, null when it didn't. */
    @Nullable
    Duration retryAfter() {
        return failure instanceof UpstreamFailure.Rejected rejected ? rejected.retryAfter() : null;
    }

    /** Begins to pass the provider's own refusal on, byte for byte. */
    void begin(Exchange exchange, Answer shown, String requestId) {
        MultiMap headers = exchange.headers();
        ForwardedHeaders.downstream(shown.headers(), headers, false);
        headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(shown.body().length()));
        headers.set(Names.REQUEST_ID, requestId);
        boolean mayRetry = shown.status() == 429 || shown.status() == 503 || shown.status() == 529;
        if (mayRetry && !headers.contains("retry-after")) {
            Duration wait = retryAfter();
            headers.set(
                    "retry-after", Long.toString(ErrorResponses.seconds(wait == null ? Duration.ofSeconds(5) : wait)));
        }
        exchange.begin(shown.status());
    }
}
