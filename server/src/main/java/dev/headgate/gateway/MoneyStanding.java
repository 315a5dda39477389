package dev.headgate.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.headgate.billing.Standing;
import dev.headgate.identity.Caller;
import java.io.IOException;

/** Where a key stands with budgets and subscription, as its own usage shows it. */
final class MoneyStanding {
    private MoneyStanding() {}

    static void write(JsonGenerator json, DataPlane plane, Caller caller) throws IOException {
        json.writeArrayFieldStart("money_limits");
        for (Standing each : plane.funding()
                .standing(
                        caller.user().id(),
                        caller.key().id(),
                        caller.key().group(),
                        plane.clock().instant())) {
            json.writeStartObject();
            json.writeStringField("of", each.of());
            json.writeStringField("period", each.period().id());
            json.writeStringField("limit_usd", each.limit().toString());
            json.writeStringField("used_usd", each.used().toString());
            json.writeStringField("remaining_usd", each.remaining().toString());
            json.writeStringField("resets_at", each.resetsAt().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
