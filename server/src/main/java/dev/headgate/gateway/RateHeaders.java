package dev.headgate.gateway;

import dev.headgate.base.Dialect;
import dev.headgate.limits.Limits;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client its own limits per minute: {@code x-ratelimit-*} as OpenAI does, and for Anthropic's clients
 * {@code anthropic-ratelimit-*} too. "Reset" is when nothing would be used any more.
 *
 * <p>Sources, read 2026-11: platform.openai.com/docs/guides/rate-limits, docs.anthropic.com/en/api/rate-limits.
 */
final class RateHeaders {
    private static final CharSequence REQUESTS = HttpHeaders.createOptimized("x-ratelimit-limit-requests");
    private static final CharSequence TOKENS = HttpHeaders.createOptimized("x-ratelimit-limit-tokens");

    private RateHeaders() {}

    static void set(MultiMap headers, Dialect dialect, Limits.Rates rates, Instant now) {
        set(headers, dialect, "requests", rates.requests(), now);
        set(headers, dialect, "tokens", rates.tokens(), now);
    }

    private static void set(MultiMap headers, Dialect dialect, String what, Limits.@Nullable Rate rate, Instant now) {
        if (rate == null) {
            return;
        }
        String limit = Long.toString(rate.limit());
        String remaining = Long.toString(rate.remaining());
        long wait = Math.max(0, rate.resetsAtMillis() - now.toEpochMilli());
        headers.set("x-ratelimit-limit-" + what, limit);
        headers.set("x-ratelimit-remaining-" + what, remaining);
        headers.set("x-ratelimit-reset-" + what, duration(wait));
        if (dialect == Dialect.ANTHROPIC) {
            String name = "anthropic-ratelimit-" + what;
            headers.set(name + "-limit", limit);
            headers.set(name + "-remaining", remaining);
            headers.set(
                    name + "-reset",
                    Instant.ofEpochSecond((now.toEpochMilli() + wait + 999) / 1_000)
                            .toString());
        }
    }

    /** As OpenAI writes it: {@code 120ms}, {@code 17s}, {@code 1m30s}, {@code 2h0m0s}. */
    static String duration(long millis) {
        if (millis < 1_000) {
            return millis + "ms";
        }
        long seconds = (millis + 999) / 1_000;
        StringBuilder text = new StringBuilder(12);
        if (seconds >= 3_600) {
            text.append(seconds / 3_600).append('h');
        }
        if (seconds >= 60) {
            text.append(seconds / 60 % 60).append('m');
        }
        return text.append(seconds % 60).append('s').toString();
    }

    /** Whether the answer tells limits of ours, beside which the account's would only confuse. */
    static boolean told(MultiMap headers) {
        return headers.contains(REQUESTS) || headers.contains(TOKENS);
    }
}
