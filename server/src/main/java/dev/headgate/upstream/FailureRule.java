package dev.headgate.upstream;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.base.Check;
import dev.headgate.base.ErrorCode;
import dev.headgate.config.Doc;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An operator's word on a kind of refusal. The first rule that fits decides, before all that Headgate knows by itself. */
public record FailureRule(
        @Doc("HTTP status such as 429, or a class such as 5xx; absent: any from 400 on") @Nullable
        String status,

        @Doc("only for accounts of this provider") @Nullable String provider,

        @Doc("words that stand in the body, in any case") @Nullable
        String text,

        @Doc("JSON pointer into the body, such as /error/code") @Nullable
        String pointer,

        @Doc("what the pointer leads to; absent: anything") @Nullable
        String value,

        @Doc(
                "`request`: the client's own fault, passed on; `credential`: the account needs attention; `quota`: exhausted; `rate-limit`, `overload`: cools down; `error`: counts towards the breaker")
        Meaning means,

        @Doc("how long the account rests, in place of what the upstream asks for; 0 to 32d") @Nullable
        Duration coolDown,

        @Doc("`account` or `model`: whether the whole account rests or only the model that was asked for") @Nullable
        Scope scope,

        @Doc(
                "`pass` shows the upstream's own answer to the client when no account is left, `mask` an error of Headgate's; absent: as usual for such a failure")
        @Nullable
        Show show) {
    private static final Pattern STATUS = Pattern.compile("[45]\\d\\d|[45]xx");
    private static final ObjectMapper JSON = new ObjectMapper();

    public FailureRule {
        Check.that(status == null || STATUS.matcher(status).matches(), "status", "" + status, "such as 429 or 5xx");
        Check.that(
                status != null || text != null || pointer != null,
                "rule",
                "matches everything",
                "a status, text or pointer");
        Check.that(value == null || pointer != null, "value", "" + value, "a pointer beside it");
        Check.that(means != null, "means", "absent", "request, credential, quota, rate-limit, overload or error");
        if (coolDown != null) {
            Check.range("cool-down", coolDown, Duration.ZERO, Duration.ofDays(32));
        }
        if (pointer != null) {
            try {
                JsonPointer.compile(pointer);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "pointer: \"" + pointer + "\" (expected: a JSON pointer such as /error/code)", e);
            }
        }
    }

    /** Classes of failure. */
    public enum Meaning {
        REQUEST(ErrorCode.UPSTREAM_REJECTED),
        CREDENTIAL(ErrorCode.UPSTREAM_CREDENTIALS),
        QUOTA(ErrorCode.UPSTREAM_QUOTA),
        RATE_LIMIT(ErrorCode.UPSTREAM_RATE_LIMITED),
        OVERLOAD(ErrorCode.UPSTREAM_OVERLOADED),
        ERROR(ErrorCode.UPSTREAM_ERROR);

        private final ErrorCode code;

        Meaning(ErrorCode code) {
            this.code = code;
        }

        ErrorCode code() {
            return code;
        }
    }

    /** Who rests. */
    public enum Scope {
        ACCOUNT,
        MODEL
    }

    /** What the client sees of the last refusal. */
    public enum Show {
        PASS,
        MASK
    }

    boolean fits(Refusal refusal) {
        return fitsStatus(refusal.status())
                && (provider == null || provider.equals(refusal.provider()))
                && (text == null || refusal.body().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
                && (pointer == null || fitsPointer(pointer, refusal.body()));
    }

    private boolean fitsStatus(int answered) {
        return status == null
                || status.equals(Integer.toString(answered))
                || status.endsWith("xx") && status.charAt(0) - '0' == answered / 100;
    }

    private boolean fitsPointer(String at, String body) {
        try {
            JsonNode found = JSON.readTree(body).at(at);
            return value == null ? !found.isMissingNode() : value.equals(found.asText());
        } catch (JsonProcessingException e) {
            return false; // not JSON, so nothing stands there
        }
    }
}
