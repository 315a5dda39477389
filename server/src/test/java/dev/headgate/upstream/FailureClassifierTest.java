package dev.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.ErrorCode;
import dev.headgate.upstream.FailureRule.Meaning;
import dev.headgate.upstream.FailureRule.Scope;
import dev.headgate.upstream.FailureRule.Show;
import dev.headgate.upstream.UpstreamFailure.Rejected;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What refusals mean, in the vendors' own words (most from the recordings). */
class FailureClassifierTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final FailureClassifier PLAIN = new FailureClassifier(FailoverConfig.DEFAULTS);

    private static Rejected judge(int status, String body, String model, String... headers) {
        return judge(PLAIN, status, body, model, headers);
    }

    private static Rejected judge(FailureClassifier by, int status, String body, String model, String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return by.judge(new Refusal(status, "openai", all, body, model, NOW));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | max_tokens: Field required                                            | UPSTREAM_REJECTED
            400 | Your credit balance is too low to access the Anthropic API.           | UPSTREAM_QUOTA
            400 | "reason": "API_KEY_INVALID"                                           | UPSTREAM_CREDENTIALS
            401 | invalid x-api-key                                                     | UPSTREAM_CREDENTIALS
            402 | Insufficient Balance                                                  | UPSTREAM_QUOTA
            403 | Your API key lacks permission.                                        | UPSTREAM_CREDENTIALS
            403 | Your input was rejected by our moderation: violence                   | UPSTREAM_REJECTED
            404 | Not Found                                                             | UPSTREAM_REJECTED
            413 | Request exceeds the maximum size                                      | UPSTREAM_REJECTED
            422 | Unprocessable                                                         | UPSTREAM_REJECTED
            429 | Rate limit reached.                                                   | UPSTREAM_RATE_LIMITED
            429 | "code": "insufficient_quota"                                          | UPSTREAM_QUOTA
            429 | "quotaId": "GenerateRequestsPerDayPerProjectPerModel-FreeTier"        | UPSTREAM_QUOTA
            429 | "type": "usage_limit_reached"                                         | UPSTREAM_QUOTA
            500 | Internal server error                                                 | UPSTREAM_ERROR
            500 | The engine is currently overloaded                                    | UPSTREAM_OVERLOADED
            501 | This server does not support embeddings.                              | UPSTREAM_REJECTED
            502 | Bad Gateway                                                           | UPSTREAM_ERROR
            503 | Model is getting throttled.                                           | UPSTREAM_OVERLOADED
            504 | Deadline                                                              | UPSTREAM_ERROR
            529 | Overloaded                                                            | UPSTREAM_OVERLOADED
            """)
    void eachRefusalHasItsClass(int status, String body, ErrorCode expected) {
        assertThat(judge(status, body, "m").code()).isEqualTo(expected);
    }

    @Test
    void aLimitThatNamesTheModelConcernsTheModelOnly() {
        String anthropic = "This request would exceed your organization's rate limit of 8,000 output tokens per minute "
                + "(org: 0, model: claude-sonnet-4-6). For details";
        assertThat(judge(429, anthropic, "claude-sonnet-4-6").modelOnly()).isTrue();
        assertThat(judge(429, anthropic, "claude-sonnet-4").modelOnly()).isFalse();
        assertThat(judge(429, "Rate limit reached for gpt-4o in organization x", "gpt-4o")
                        .modelOnly())
                .isTrue();
        assertThat(judge(429, "Rate limit reached for gpt-4o-mini in organization x", "gpt-4o")
                        .modelOnly())
                .isFalse();
        assertThat(judge(429, "Rate limit reached", "gpt-4o").modelOnly()).isFalse();
    }

    @Test
    void aModelThatTheKeyMayNotUseLeavesTheKeyItsOthers() {
        Rejected denied = judge(403, "You are not allowed to sample from this model", "gpt-5");

        assertThat(denied.code()).isEqualTo(ErrorCode.UPSTREAM_CREDENTIALS);
        assertThat(denied.modelOnly()).isTrue();
        assertThat(denied.retryAfter()).isEqualTo(Duration.ofHours(1));
    }

    private static @Nullable Duration asked(int status, String body, String... headers) {
        return judge(status, body, "m", headers).retryAfter();
    }

    @Test
    void everyWayOfSayingWhenIsUnderstood() {
        assertThat(asked(429, "", "retry-after", "59")).isEqualTo(Duration.ofSeconds(59));
        assertThat(asked(429, "", "retry-after", "1", "retry-after-ms", "0")).isEqualTo(Duration.ofSeconds(1));
        assertThat(asked(429, "", "retry-after-ms", "1500")).isEqualTo(Duration.ofMillis(1500));
        assertThat(asked(429, "", "retry-after", "Wed, 25 Nov 2026 12:00:30 GMT"))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(asked(429, "", "retry-after", "soon")).isNull();
        assertThat(asked(429, "Please try again in 6m0.5s. Visit", "x", "y")).isEqualTo(Duration.ofMillis(360_500));
        assertThat(asked(429, "Please try again in 20ms.")).isEqualTo(Duration.ofMillis(20));
        assertThat(asked(429, "{\"retryDelay\": \"34.07s\"}")).isEqualTo(Duration.ofMillis(34_070));
        assertThat(asked(429, "{\"type\":\"usage_limit_reached\",\"resets_in_seconds\": 3600}"))
                .isEqualTo(Duration.ofHours(1));
        assertThat(asked(
                        400,
                        "You have reached your specified API usage limits. You will regain access on 2026-12-01 at"))
                .isEqualTo(Duration.ofHours(132));
        // midnight in Los Angeles, eight hours behind
        assertThat(asked(429, "\"GenerateRequestsPerDayPerProjectPerModel\"")).isEqualTo(Duration.ofHours(20));
        assertThat(asked(
                        429,
                        "",
                        "x-ratelimit-limit-requests",
                        "500",
                        "x-ratelimit-remaining-requests",
                        "0",
                        "x-ratelimit-reset-requests",
                        "12s"))
                .isEqualTo(Duration.ofSeconds(12));
        assertThat(asked(429, "slow down")).isNull();
    }

    @Test
    void aPlansUsedUpWindowExhaustsTheAccountUntilItsReset() {
        Rejected rejected = judge(
                429,
                "rate_limit_error",
                "claude-sonnet-4-5",
                "anthropic-ratelimit-unified-status",
                "rejected",
                "anthropic-ratelimit-unified-5h-status",
                "rejected",
                "anthropic-ratelimit-unified-5h-reset",
                Long.toString(NOW.plusSeconds(7_200).getEpochSecond()));

        assertThat(rejected.code()).isEqualTo(ErrorCode.UPSTREAM_QUOTA);
        assertThat(rejected.retryAfter()).isEqualTo(Duration.ofHours(2));
        assertThat(rejected.modelOnly()).isFalse();
    }

    @Test
    void theOperatorsRuleGoesFirst() {
        FailureRule rule = new FailureRule("5xx", null, "MMPROJ", null, null, Meaning.REQUEST, null, null, Show.PASS);
        FailureRule byPointer = new FailureRule(
                null, "openai", null, "/error/code", "7", Meaning.QUOTA, Duration.ofMinutes(9), Scope.MODEL, Show.MASK);
        FailureClassifier by =
                new FailureClassifier(new FailoverConfig(List.of(rule, byPointer), 0, Duration.ofSeconds(2)));

        assertThat(judge(by, 500, "you may need to provide the mmproj", "m").code())
                .isEqualTo(ErrorCode.UPSTREAM_REJECTED);
        assertThat(judge(by, 500, "other", "m").code()).isEqualTo(ErrorCode.UPSTREAM_ERROR);
        Rejected found = judge(by, 400, "{\"error\":{\"code\":7}}", "m");
        assertThat(found.code()).isEqualTo(ErrorCode.UPSTREAM_QUOTA);
        assertThat(found.retryAfter()).isEqualTo(Duration.ofMinutes(9));
        assertThat(found.modelOnly()).isTrue();
        assertThat(found.show()).isEqualTo(Show.MASK);
        assertThat(judge(by, 400, "{\"error\":{\"code\":8}}", "m").code()).isEqualTo(ErrorCode.UPSTREAM_REJECTED);
        assertThat(judge(by, 400, "not json", "m").code()).isEqualTo(ErrorCode.UPSTREAM_REJECTED);
    }

    @Test
    void aRuleThatFitsEverythingOrNothingIsRefused() {
        assertThatThrownBy(() -> new FailureRule(null, null, null, null, null, Meaning.QUOTA, null, null, null))
                .hasMessageContaining("expected: a status, text or pointer");
        assertThatThrownBy(() -> new FailureRule("200", null, null, null, null, Meaning.QUOTA, null, null, null))
                .hasMessageContaining("status: 200");
        assertThatThrownBy(() -> new FailureRule(null, null, null, "error", null, Meaning.QUOTA, null, null, null))
                .hasMessageContaining("JSON pointer");
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, Overloaded, UPSTREAM_OVERLOADED",
        "server_overloaded, busy, UPSTREAM_OVERLOADED",
        "503, Service Unavailable, UPSTREAM_OVERLOADED",
        "rate_limit_error, slow down, UPSTREAM_RATE_LIMITED",
        "insufficient_quota, pay, UPSTREAM_QUOTA",
        "api_error, Internal server error, UPSTREAM_ERROR",
        "invalid_request_error, bad image,"
    })
    void anErrorInsideHttp200HasItsClass(String type, String message, @Nullable ErrorCode expected) {
        assertThat(FailureClassifier.judgeInside(type, message)
                        .map(Rejected::code)
                        .orElse(null))
                .isEqualTo(expected);
    }
}
