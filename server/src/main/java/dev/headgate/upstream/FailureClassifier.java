package dev.headgate.upstream;

import dev.headgate.base.ErrorCode;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what a provider's refusal means for the account and for the request: the table of DESIGN 5.3 in one place. */
public final class FailureClassifier {
    private FailureClassifier() {}

    /** Whether {@code status} asks for another account; all other statuses are passed to the client as they are. */
    public static boolean concernsAccount(int status) {
        return switch (status) {
            case 401, 402, 403, 429, 529 -> true;
            default -> status >= 500;
        };
    }

    /**
     * Classifies an answer whose status {@linkplain #concernsAccount concerns the account}.
     *
     * @param body the first bytes of its body as text, to tell an empty purse from a fast client
     */
    public static UpstreamFailure.Rejected classify(int status, MultiMap headers, String body, Instant now) {
        Duration retryAfter = retryAfter(headers, body, now);
        ErrorCode code = switch (status) {
            case 401, 403 -> ErrorCode.UPSTREAM_CREDENTIALS;
            case 402 -> ErrorCode.UPSTREAM_QUOTA;
            case 429 -> saysQuota(body) ? ErrorCode.UPSTREAM_QUOTA : ErrorCode.UPSTREAM_RATE_LIMITED;
            case 503, 529 -> ErrorCode.UPSTREAM_OVERLOADED;
            default -> ErrorCode.UPSTREAM_ERROR;
        };
        return new UpstreamFailure.Rejected(code, status, retryAfter, "HTTP " + status + ": " + excerpt(body));
    }

    /** Whether an error inside an HTTP 200 body means that the provider is overloaded. */
    public static boolean saysOverloaded(String type, String message) {
        String text = (type + ' ' + message).toLowerCase(Locale.ROOT);
        return text.contains("overloaded") || text.startsWith("529") || text.startsWith("503");
    }

    private static boolean saysQuota(String body) {
        return body.contains("insufficient_quota") || body.contains("billing_hard_limit");
    }

    /** {@code retry-after} in seconds or as a date (RFC 9110, 10.2.3), {@code retry-after-ms}, or Gemini's RetryInfo. */
    static @Nullable Duration retryAfter(MultiMap headers, String body, Instant now) {
        String millis = headers.get("retry-after-ms");
        if (millis != null && millis.matches("\\d{1,9}")) {
            return Duration.ofMillis(Long.parseLong(millis));
        }
        String text = headers.get("retry-after");
        if (text != null && text.matches("\\d{1,7}(\\.\\d+)?")) {
            return Duration.ofMillis(new java.math.BigDecimal(text)
                    .movePointRight(3)
                    .setScale(0, java.math.RoundingMode.CEILING)
                    .longValue());
        }
        if (text != null) {
            try {
                Duration until = Duration.between(
                        now,
                        ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
                return until.isNegative() ? Duration.ZERO : until;
            } catch (DateTimeException e) {
                return null;
            }
        }
        return retryInfo(body);
    }

    /** Gemini puts {@code "retryDelay": "34s"} into the error's details. */
    private static @Nullable Duration retryInfo(String body) {
        int at = body.indexOf("\"retryDelay\"");
        if (at < 0) {
            return null;
        }
        int open = body.indexOf('"', body.indexOf(':', at) + 1);
        int close = open < 0 ? -1 : body.indexOf("s\"", open);
        if (open < 0 || close < 0) {
            return null;
        }
        String seconds = body.substring(open + 1, close);
        return seconds.matches("\\d{1,7}(\\.\\d{1,9})?")
                ? Duration.ofMillis(
                        new java.math.BigDecimal(seconds).movePointRight(3).longValue())
                : null;
    }

    private static String excerpt(String body) {
        String line = body.replaceAll("\\s+", " ").strip();
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }
}
