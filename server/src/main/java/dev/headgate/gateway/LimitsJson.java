package dev.headgate.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.headgate.base.Money;
import dev.headgate.limits.Limits;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * The {@code limits} of {@code GET /v1/usage}: for the key and for its user each limit with {@code limit}, {@code used},
 * {@code remaining} and {@code resets_at}; amounts of money as {@code …_usd} and {@code …_nanos}. What isn't limited isn't there, but
 * for the user's concurrency, whose limit is null then.
 */
final class LimitsJson {
    private LimitsJson() {}

    static void write(JsonGenerator json, List<Limits.Standing> limits) throws IOException {
        json.writeObjectFieldStart("limits");
        concurrency(json, limits);
        for (String owner : List.of("key", "user")) {
            json.writeObjectFieldStart(owner);
            for (Limits.Standing limit : limits) {
                if (limit.owner().equals(owner) && !limit.money()) {
                    json.writeObjectFieldStart(limit.name());
                    counted(json, limit);
                    json.writeEndObject();
                }
            }
            spend(json, owner, limits);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** The tighter of the key's and the user's calls at once. */
    private static void concurrency(JsonGenerator json, List<Limits.Standing> limits) throws IOException {
        Limits.Standing tightest = null;
        for (Limits.Standing limit : limits) {
            if (limit.name().equals("concurrency") && (tightest == null || left(limit) < left(tightest))) {
                tightest = limit;
            }
        }
        json.writeObjectFieldStart("concurrency");
        if (tightest == null) {
            json.writeNullField("limit");
            json.writeNullField("remaining");
            json.writeNullField("resets_at");
        } else {
            counted(json, tightest);
        }
        json.writeEndObject();
    }

    private static long left(Limits.Standing limit) {
        return Math.max(0, limit.limit() - limit.used());
    }

    private static void counted(JsonGenerator json, Limits.Standing limit) throws IOException {
        json.writeNumberField("limit", limit.limit());
        json.writeNumberField("used", limit.used());
        json.writeNumberField("remaining", left(limit));
        resetsAt(json, limit);
    }

    private static void resetsAt(JsonGenerator json, Limits.Standing limit) throws IOException {
        if (limit.resetsAtMillis() == 0) {
            json.writeNullField("resets_at");
        } else {
            json.writeStringField(
                    "resets_at", Instant.ofEpochMilli(limit.resetsAtMillis()).toString());
        }
    }

    private static void spend(JsonGenerator json, String owner, List<Limits.Standing> limits) throws IOException {
        json.writeObjectFieldStart("spend");
        for (Limits.Standing limit : limits) {
            if (limit.owner().equals(owner) && limit.money()) {
                json.writeObjectFieldStart(limit.name());
                money(json, "limit", limit.limit());
                money(json, "used", limit.used());
                money(json, "remaining", left(limit));
                resetsAt(json, limit);
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    private static void money(JsonGenerator json, String name, long nanos) throws IOException {
        json.writeStringField(name + "_usd", new Money(nanos).toString());
        json.writeNumberField(name + "_nanos", nanos);
    }
}
