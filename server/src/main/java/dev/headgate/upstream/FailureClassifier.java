package dev.headgate.upstream;

import dev.headgate.base.ErrorCode;
import dev.headgate.protocol.UsageReader;
import dev.headgate.upstream.FailureRule.Scope;
import dev.headgate.upstream.UpstreamFailure.Rejected;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what a provider's refusal means for the account and for the request: the table of DESIGN 5.3 in one place, the
 * operator's rules before it. Immutable.
 *
 * <p>Words and codes are those of the vendors' error references (OpenAI "Error codes", Anthropic "Errors", Google "Gemini API
 * troubleshooting", read 2026-11) and of recorded refusals.
 */
public final class FailureClassifier {
    /** Money or a plan's quota is used up, whatever the status. */
    private static final List<String> QUOTA_WORDS = List.of(
            "insufficient_quota",
            "billing_hard_limit",
            "billing_not_active",
            "usage_limit_reached",
            "credit balance is too low",
            "reached your specified api usage limits",
            "insufficient balance");

    /** Some vendors refuse a bad key with 400. */
    private static final List<String> CREDENTIAL_WORDS =
            List.of("api_key_invalid", "api key not valid", "api key expired");

    /** A refusal with 403 that is about what the user wrote. */
    private static final List<String> MODERATION_WORDS = List.of("flagged_input", "content_policy", "moderation");

    /** How long a model rests on an account that may not use it. */
    private static final Duration MODEL_DENIED = Duration.ofHours(1);

    private final List<FailureRule> rules;

    public FailureClassifier(FailoverConfig config) {
        this.rules = config.rules();
    }

    /** Classifies an answer of 400 or more. {@code UPSTREAM_REJECTED} means that it is the client's own. */
    public Rejected judge(Refusal refusal) {
        for (FailureRule rule : rules) {
            if (rule.fits(refusal)) {
                return byRule(rule, refusal);
            }
        }
        String body = refusal.body().toLowerCase(Locale.ROOT);
        ErrorCode code = code(refusal, body);
        Duration asked = RetryTimes.asked(refusal);
        boolean modelOnly = modelOnly(code, refusal, body);
        if (code == ErrorCode.UPSTREAM_CREDENTIALS && modelOnly) {
            asked = MODEL_DENIED;
        }
        return new Rejected(code, refusal.status(), asked, words(refusal), modelOnly, null);
    }

    private static Rejected byRule(FailureRule rule, Refusal refusal) {
        Duration asked = rule.coolDown() != null ? rule.coolDown() : RetryTimes.asked(refusal);
        return new Rejected(
                rule.means().code(), refusal.status(), asked, words(refusal), rule.scope() == Scope.MODEL, rule.show());
    }

    private static ErrorCode code(Refusal refusal, String body) {
        return switch (refusal.status()) {
            case 401 -> ErrorCode.UPSTREAM_CREDENTIALS;
            case 402 -> ErrorCode.UPSTREAM_QUOTA;
            case 403 ->
                has(body, QUOTA_WORDS)
                        ? ErrorCode.UPSTREAM_QUOTA
                        : has(body, MODERATION_WORDS) ? ErrorCode.UPSTREAM_REJECTED : ErrorCode.UPSTREAM_CREDENTIALS;
            case 429 -> exhausted(refusal, body) ? ErrorCode.UPSTREAM_QUOTA : ErrorCode.UPSTREAM_RATE_LIMITED;
            case 503, 529 -> ErrorCode.UPSTREAM_OVERLOADED;
            case 501, 505 -> ErrorCode.UPSTREAM_REJECTED; // no account of this kind can ever do it
            default -> {
                if (refusal.status() >= 500) {
                    yield body.contains("overloaded") ? ErrorCode.UPSTREAM_OVERLOADED : ErrorCode.UPSTREAM_ERROR;
                }
                if (has(body, QUOTA_WORDS)) {
                    yield ErrorCode.UPSTREAM_QUOTA;
                }
                yield has(body, CREDENTIAL_WORDS) ? ErrorCode.UPSTREAM_CREDENTIALS : ErrorCode.UPSTREAM_REJECTED;
            }
        };
    }

    /** A window of hours or days is used up, rather than the pace too quick. */
    private static boolean exhausted(Refusal refusal, String body) {
        return has(body, QUOTA_WORDS)
                || "rejected".equals(refusal.headers().get("anthropic-ratelimit-unified-status"))
                || body.contains("perday"); // Gemini's quotaId, e.g. GenerateRequestsPerDayPerProjectPerModel-FreeTier
    }

    private static boolean modelOnly(ErrorCode code, Refusal refusal, String body) {
        return switch (code) {
            case UPSTREAM_RATE_LIMITED, UPSTREAM_OVERLOADED -> names(body, refusal.model());
            case UPSTREAM_QUOTA -> {
                String claim = refusal.headers().get("anthropic-ratelimit-unified-representative-claim");
                yield claim != null && (claim.endsWith("_opus") || claim.endsWith("_sonnet"))
                        || body.contains("permodel") && body.contains("perday");
            }
            case UPSTREAM_CREDENTIALS ->
                refusal.status() == 403 && (body.contains("this model") || names(body, refusal.model()));
            default -> false;
        };
    }

    /** Whether the text names the model as a whole word, not as the beginning of a longer name. */
    private static boolean names(String body, String model) {
        String wanted = model.toLowerCase(Locale.ROOT);
        if (wanted.length() < 3) {
            return false;
        }
        for (int at = body.indexOf(wanted); at >= 0; at = body.indexOf(wanted, at + 1)) {
            int end = at + wanted.length();
            boolean begins = at == 0 || !inName(body.charAt(at - 1));
            if (begins && (end == body.length() || !inName(body.charAt(end)) || endsSentence(body, end))) {
                return true;
            }
        }
        return false;
    }

    private static boolean inName(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
    }

    private static boolean endsSentence(String body, int at) {
        return body.charAt(at) == '.' && (at + 1 == body.length() || !Character.isLetterOrDigit(body.charAt(at + 1)));
    }

    private static boolean has(String body, List<String> words) {
        for (String word : words) {
            if (body.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** The failure that an answer with HTTP 200 tells inside its body; {@code reader} null: nobody reads it. */
    public static Optional<Rejected> inside(@Nullable UsageReader reader) {
        return reader == null
                ? Optional.empty()
                : reader.error().flatMap(error -> judgeInside(error.type(), error.message()));
    }

    /** The overload that an answer with HTTP 200 tells. Its other errors pass as they came; they count when it has ended. */
    public static Optional<Rejected> overloadInside(UsageReader reader) {
        return inside(reader).filter(found -> found.code() == ErrorCode.UPSTREAM_OVERLOADED);
    }

    /**
     * Classifies an error inside the body of an answer with HTTP 200. Empty: it is the client's own and passes.
     *
     * @param type the vendor's word, may be empty
     */
    public static Optional<Rejected> judgeInside(String type, String message) {
        String text = (type + ' ' + message).toLowerCase(Locale.ROOT);
        String word = type.toLowerCase(Locale.ROOT);
        ErrorCode code = has(text, QUOTA_WORDS)
                ? ErrorCode.UPSTREAM_QUOTA
                : text.contains("overloaded") || word.equals("529") || word.equals("503") || word.equals("unavailable")
                        ? ErrorCode.UPSTREAM_OVERLOADED
                        : word.startsWith("rate_limit") || word.equals("429") || word.equals("resource_exhausted")
                                ? ErrorCode.UPSTREAM_RATE_LIMITED
                                : serverError(word) ? ErrorCode.UPSTREAM_ERROR : null;
        return code == null
                ? Optional.empty()
                : Optional.of(new Rejected(
                        code, 200, null, "inside HTTP 200: " + shorten(type + ": " + message), false, null));
    }

    private static boolean serverError(String word) {
        return switch (word) {
            case "api_error", "server_error", "internal", "internal_error", "timeout_error", "500", "502", "504" ->
                true;
            default -> false;
        };
    }

    private static String words(Refusal refusal) {
        return "HTTP " + refusal.status() + ": " + shorten(refusal.body());
    }

    private static String shorten(@Nullable String body) {
        String line = body == null ? "" : body.replaceAll("\\s+", " ").strip();
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }
}
