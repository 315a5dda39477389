package dev.headgate.fake;

import static dev.headgate.fake.Wire.obj;

import dev.headgate.fake.Route.Vendor;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The vendors' refusals with their true headers and bodies. */
public final class VendorErrors {
    private static final String RESET_AT = "2030-01-01T00:00:30Z";

    private VendorErrors() {}

    /** Anthropic's answer with this status (401, 402, 403, 404, 429, 500, 502, 503, 529 and others). */
    public static Script anthropic(int status) {
        return of(Vendor.ANTHROPIC, status);
    }

    /** OpenAI's answer with this status. */
    public static Script openai(int status) {
        return of(Vendor.OPENAI, status);
    }

    /** Gemini's answer with this status. */
    public static Script gemini(int status) {
        return of(Vendor.GEMINI, status);
    }

    /** Anthropic's refusal of a subscription account whose five-hour window is used up. */
    public static Script anthropicUnified429(long resetEpochSeconds) {
        String reset = Long.toString(resetEpochSeconds);
        return anthropic(429)
                .header("anthropic-ratelimit-unified-status", "rejected")
                .header("anthropic-ratelimit-unified-representative-claim", "five_hour")
                .header("anthropic-ratelimit-unified-reset", reset)
                .header("anthropic-ratelimit-unified-5h-status", "rejected")
                .header("anthropic-ratelimit-unified-5h-utilization", "1.0")
                .header("anthropic-ratelimit-unified-5h-reset", reset)
                .header("anthropic-ratelimit-unified-7d-status", "allowed")
                .header("anthropic-ratelimit-unified-7d-utilization", "0.42")
                .header("anthropic-ratelimit-unified-7d-reset", reset);
    }

    /** Overload inside a 200: Anthropic's error as the first event. */
    public static Script anthropicOverloadedInside200() {
        return Script.sse("event: error\ndata: " + AnthropicAnswers.error("overloaded_error", "Overloaded") + "\n\n");
    }

    /** Overload inside a 200: OpenAI's error as the first event. */
    public static Script openaiOverloadedInside200() {
        String error = OpenAiAnswers.error(
                "server_error", "server_overloaded", "The server is currently overloaded. Please try again later.");
        return Script.sse("data: " + error + "\n\n");
    }

    static Script of(Vendor vendor, int status) {
        return switch (vendor) {
            case ANTHROPIC -> ofAnthropic(status);
            case OPENAI -> ofOpenAi(status);
            case GEMINI -> ofGemini(status);
        };
    }

    private static Script ofAnthropic(int status) {
        if (status == 502) {
            return badGateway();
        }
        String body = switch (status) {
            case 400 -> AnthropicAnswers.error("invalid_request_error", "max_tokens: Field required");
            case 401 -> AnthropicAnswers.error("authentication_error", "invalid x-api-key");
            case 402 -> AnthropicAnswers.error("billing_error", "Your credit balance is too low.");
            case 403 -> AnthropicAnswers.error("permission_error", "Your API key lacks permission.");
            case 404 -> AnthropicAnswers.error("not_found_error", "Not Found");
            case 413 -> AnthropicAnswers.error("request_too_large", "Request exceeds the maximum size");
            case 429 -> AnthropicAnswers.error("rate_limit_error", "This request would exceed your rate limit.");
            case 529 -> AnthropicAnswers.error("overloaded_error", "Overloaded");
            default -> AnthropicAnswers.error("api_error", "Internal server error");
        };
        Script answer = Script.json(status, body).header("request-id", "req_fake0");
        if (status != 429) {
            return status == 529 ? answer.header("x-should-retry", "true") : answer;
        }
        for (String kind : List.of("requests", "input-tokens", "output-tokens", "tokens")) {
            answer = answer.header("anthropic-ratelimit-" + kind + "-limit", "1000")
                    .header("anthropic-ratelimit-" + kind + "-remaining", "0")
                    .header("anthropic-ratelimit-" + kind + "-reset", RESET_AT);
        }
        return answer.header("retry-after", "30").header("x-should-retry", "true");
    }

    private static Script ofOpenAi(int status) {
        if (status == 502) {
            return badGateway();
        }
        String body = switch (status) {
            case 400 -> OpenAiAnswers.error("invalid_request_error", "invalid_value", "Invalid value: 'x'.");
            case 401 -> OpenAiAnswers.error("invalid_request_error", "invalid_api_key", "Incorrect API key provided.");
            case 402 -> OpenAiAnswers.error("insufficient_quota", "insufficient_quota", "Payment required.");
            case 403 ->
                OpenAiAnswers.error(
                        "request_forbidden", "unsupported_country_region_territory", "Country not supported");
            case 404 -> OpenAiAnswers.error("invalid_request_error", "unknown_url", "Unknown request URL.");
            case 429 -> OpenAiAnswers.error("requests", "rate_limit_exceeded", "Rate limit reached.");
            case 503 -> OpenAiAnswers.error("server_error", "server_overloaded", "The engine is overloaded.");
            default -> OpenAiAnswers.error("server_error", "server_error", "The server had an error.");
        };
        Script answer = Script.json(status, body).header("x-request-id", "req_fake0");
        if (status != 429) {
            return answer;
        }
        return answer.header("x-ratelimit-limit-requests", "500")
                .header("x-ratelimit-remaining-requests", "0")
                .header("x-ratelimit-reset-requests", "20s")
                .header("x-ratelimit-limit-tokens", "30000")
                .header("x-ratelimit-remaining-tokens", "12000")
                .header("x-ratelimit-reset-tokens", "6m0s")
                .header("retry-after-ms", "20000")
                .header("retry-after", "20");
    }

    private static Script ofGemini(int status) {
        String name = switch (status) {
            case 400 -> "INVALID_ARGUMENT";
            case 401 -> "UNAUTHENTICATED";
            case 402, 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 503, 529 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> "INTERNAL";
        };
        List<Object> details = status == 429
                ? List.of(
                        obj(
                                "@type",
                                "type.googleapis.com/google.rpc.QuotaFailure",
                                "violations",
                                List.of(obj(
                                        "quotaMetric",
                                        "generativelanguage.googleapis.com/generate_content_requests",
                                        "quotaId",
                                        "GenerateRequestsPerMinutePerProjectPerModel"))),
                        obj("@type", "type.googleapis.com/google.rpc.RetryInfo", "retryDelay", "34s"))
                : List.of();
        String message = "Refused: " + name.toLowerCase(Locale.ROOT).replace('_', ' ') + ".";
        return Script.answer(
                status,
                Map.of("content-type", "application/json; charset=UTF-8"),
                GeminiAnswers.error(status, name, message, details));
    }

    /** A proxy's page in front of the vendor. */
    private static Script badGateway() {
        return Script.answer(
                502, Map.of("content-type", "text/html"), "<html><head><title>502 Bad Gateway</title></head></html>");
    }
}
