package dev.headgate.upstream;

import io.vertx.core.MultiMap;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * For how long a refusal asks to be left alone, in any of the ways vendors say it. Only refusals come here, so clarity goes
 * before speed. Stateless.
 */
final class RetryTimes {
    /** OpenAI: "Please try again in 6m0s." */
    private static final Pattern TRY_AGAIN = Pattern.compile("try again in ((?:\\d+(?:\\.\\d+)?(?:ms|h|m|s))+)");

    /** Gemini: {@code "retryDelay": "34.07s"} in google.rpc.RetryInfo. */
    private static final Pattern RETRY_DELAY =
            Pattern.compile("\"retryDelay\"\\s*:\\s*\"(\\d{1,7}(?:\\.\\d{1,9})?)s\"");

    /** OpenAI's plans: {@code "resets_in_seconds": 1234} or {@code "resets_at": 1764075600}. */
    private static final Pattern RESETS_IN = Pattern.compile("\"resets_in_seconds\"\\s*:\\s*(\\d{1,8})");

    private static final Pattern RESETS_AT = Pattern.compile("\"resets_at\"\\s*:\\s*(\\d{9,11})");

    /** Anthropic's spend limit: "You will regain access on 2026-12-01 at 00:00 UTC." */
    private static final Pattern REGAIN = Pattern.compile("regain access on (\\d{4}-\\d{2}-\\d{2})");

    /** Google's daily quotas begin anew at midnight there. */
    private static final ZoneId GOOGLE = ZoneId.of("America/Los_Angeles");

    private RetryTimes() {}

    /** The time asked for, null when none is said or it has passed. */
    static @Nullable Duration asked(Refusal refusal) {
        Duration asked = header(refusal.headers(), refusal.now());
        if (asked == null) {
            asked = body(refusal.body(), refusal.now());
        }
        if (asked == null) {
            asked = windows(refusal);
        }
        return asked == null || asked.isNegative() || asked.isZero() ? null : asked;
    }

    /** {@code retry-after} in seconds or as a date (RFC 9110, 10.2.3) and {@code retry-after-ms}; where both stand, the longer. */
    private static @Nullable Duration header(MultiMap headers, Instant now) {
        String millis = headers.get("retry-after-ms");
        Duration one = millis != null && millis.matches("\\d{1,9}(\\.\\d+)?") ? seconds(millis, -3) : null;
        String text = headers.get("retry-after");
        Duration other = null;
        if (text != null && text.matches("\\d{1,8}(\\.\\d+)?")) {
            other = seconds(text, 0);
        } else if (text != null) {
            try {
                other = Duration.between(
                        now,
                        ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
            } catch (DateTimeException e) {
                return one;
            }
        }
        return one == null || other != null && other.compareTo(one) > 0 ? other : one;
    }

    private static Duration seconds(String text, int point) {
        return Duration.ofMillis(new BigDecimal(text)
                .movePointRight(3 + point)
                .setScale(0, RoundingMode.CEILING)
                .longValue());
    }

    private static @Nullable Duration body(String body, Instant now) {
        Matcher match = RETRY_DELAY.matcher(body);
        if (body.contains("PerDay")) {
            Instant midnight = now.atZone(GOOGLE)
                    .toLocalDate()
                    .plusDays(1)
                    .atStartOfDay(GOOGLE)
                    .toInstant();
            return Duration.between(now, midnight);
        }
        if (match.find()) {
            return seconds(match.group(1), 0);
        }
        match = RESETS_IN.matcher(body);
        if (match.find()) {
            return Duration.ofSeconds(Long.parseLong(match.group(1)));
        }
        match = RESETS_AT.matcher(body);
        if (match.find()) {
            return Duration.between(now, Instant.ofEpochSecond(Long.parseLong(match.group(1))));
        }
        match = TRY_AGAIN.matcher(body);
        if (match.find()) {
            long millis = QuotaHeaders.durationMillis(match.group(1));
            return millis < 0 ? null : Duration.ofMillis(millis);
        }
        match = REGAIN.matcher(body);
        if (match.find()) {
            try {
                Instant day = LocalDate.parse(match.group(1))
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
                return Duration.between(now, day);
            } catch (DateTimeException e) {
                return null;
            }
        }
        return null;
    }

    /** The latest reset among the windows that are used up. */
    private static @Nullable Duration windows(Refusal refusal) {
        QuotaHeaders.Told told = QuotaHeaders.read(refusal.headers(), refusal.now());
        if (told == null) {
            return null;
        }
        Instant latest = null;
        for (var windows : java.util.List.of(told.account(), told.model())) {
            for (var window : windows) {
                Instant resets = window.resetsAt();
                if (resets != null && window.exhaustedAt(refusal.now()) && (latest == null || resets.isAfter(latest))) {
                    latest = resets;
                }
            }
        }
        return latest == null ? null : Duration.between(refusal.now(), latest);
    }
}
