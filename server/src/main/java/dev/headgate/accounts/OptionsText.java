package dev.headgate.accounts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.accounts.Allowance.Period;
import dev.headgate.accounts.Allowance.Unit;
import dev.headgate.base.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Options of an account as they are stored: what is no secret as JSON, headers as JSON that is to be encrypted. */
final class OptionsText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OptionsText() {}

    static ObjectNode write(AccountOptions options) {
        ObjectNode json = JSON.createObjectNode();
        ActiveHours hours = options.hours();
        if (hours != null) {
            ObjectNode schedule =
                    json.putObject("schedule").put("zone", hours.zone().getId());
            ArrayNode spans = schedule.putArray("hours");
            hours.spans().forEach(spans::add);
        }
        Instant expires = options.expiresAt();
        if (expires != null) {
            json.put("expires_at", expires.toString());
        }
        if (!options.allowances().isEmpty()) {
            ArrayNode allowances = json.putArray("allowances");
            options.allowances()
                    .forEach(allowance -> allowances
                            .addObject()
                            .put("unit", allowance.unit() == Unit.TOKENS ? "tokens" : "usd-nanos")
                            .put("per", allowance.period().id())
                            .put("amount", allowance.amount()));
        }
        if (!options.notes().isEmpty()) {
            json.put("notes", options.notes());
        }
        ProbePlan probe = options.probe();
        if (probe != null) {
            Duration interval = probe.interval();
            json.putObject("probe")
                    .put("enabled", probe.enabled())
                    .put("interval", interval == null ? null : interval.toString())
                    .put("model", probe.model());
        }
        return json;
    }

    private static @Nullable ProbePlan probe(JsonNode json) {
        return json.isObject()
                ? new ProbePlan(
                        json.path("enabled").asBoolean(true),
                        json.path("interval").isTextual()
                                ? Duration.parse(json.path("interval").asText())
                                : null,
                        json.path("model").isTextual() ? json.path("model").asText() : null)
                : null;
    }

    static AccountOptions read(JsonNode json, @Nullable EgressProxy proxy, Map<String, Secret> headers) {
        JsonNode schedule = json.path("schedule");
        List<String> spans = new ArrayList<>();
        schedule.path("hours").forEach(span -> spans.add(span.asText()));
        List<Allowance> allowances = new ArrayList<>();
        json.path("allowances")
                .forEach(one -> allowances.add(new Allowance(
                        one.path("unit").asText().equals("tokens") ? Unit.TOKENS : Unit.USD_NANOS,
                        Period.of(one.path("per").asText()),
                        one.path("amount").asLong())));
        return new AccountOptions(
                proxy,
                headers,
                schedule.isObject() ? ActiveHours.parse(schedule.path("zone").asText("UTC"), spans) : null,
                json.path("expires_at").isTextual()
                        ? Instant.parse(json.path("expires_at").asText())
                        : null,
                allowances,
                json.path("notes").asText(""),
                probe(json.path("probe")));
    }

    static AccountOptions read(String text, @Nullable EgressProxy proxy, Map<String, Secret> headers) {
        return read(tree(text), proxy, headers);
    }

    static Secret writeHeaders(Map<String, Secret> headers) {
        ObjectNode json = JSON.createObjectNode();
        headers.forEach((name, value) -> json.put(name, value.reveal()));
        return new Secret(json.toString());
    }

    static Map<String, Secret> readHeaders(String text) {
        Map<String, Secret> headers = new HashMap<>();
        tree(text)
                .properties()
                .forEach(header -> headers.put(
                        header.getKey(), new Secret(header.getValue().asText())));
        return headers;
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored options of an account are not readable"); // may hold secrets
        }
    }
}
