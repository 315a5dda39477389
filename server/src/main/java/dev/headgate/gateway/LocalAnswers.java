package dev.headgate.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.headgate.accounts.Account;
import dev.headgate.base.Dialect;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.Money;
import dev.headgate.http.Exchange;
import dev.headgate.identity.Caller;
import dev.headgate.limits.Limits;
import dev.headgate.usage.UsageTotals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What Headgate answers by itself: model lists, the key's own usage, health and metrics. */
final class LocalAnswers {
    private static final String CREATED = "2025-01-01T00:00:00Z";

    private final Vertx vertx;
    private final DataPlane plane;
    private final Gateway.Access access;

    LocalAnswers(Vertx vertx, DataPlane plane, Gateway.Access access) {
        this.vertx = vertx;
        this.plane = plane;
        this.access = access;
    }

    /** Writes a JSON document. */
    @FunctionalInterface
    private interface Json {
        void write(JsonGenerator json) throws IOException;
    }

    private static void send(Exchange exchange, RequestTrace trace, int status, Json document) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            document.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        exchange.headers().set("x-request-id", trace.requestId);
        trace.status = status;
        plain(exchange, status, "application/json", text.toString());
    }

    private static void plain(Exchange exchange, int status, String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.headers().set("content-type", type);
        exchange.headers().set("content-length", Integer.toString(body.length));
        exchange.begin(status);
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            exchange.end();
        } else {
            exchange.end(Buffer.buffer(body));
        }
    }

    /** Which methods a path knows. */
    void options(Exchange exchange, RequestTrace trace, Route.Options route) {
        trace.status = 204;
        exchange.headers().set("allow", route.allowed());
        exchange.headers().set("x-request-id", trace.requestId);
        exchange.begin(204);
        exchange.end();
        AccessLog.write(trace, null, plane.ticker().nanos());
        plane.metrics().request("options", "success");
    }

    void models(Exchange exchange, RequestTrace trace, Route.Models route, Caller caller) {
        Set<String> names = names(route.dialect(), caller);
        String id = route.id();
        if (id != null && !names.contains(id)) {
            throw new GatewayException(ErrorCode.MODEL_NOT_FOUND, "The model " + id + " is not served to this key.");
        }
        send(exchange, trace, 200, json -> {
            if (id != null) {
                model(json, route.dialect(), id);
            } else {
                list(json, route.dialect(), names);
            }
        });
        AccessLog.write(trace, null, plane.ticker().nanos());
        plane.metrics().request("models", "success");
    }

    /** Aliases and exact names of the accounts, and what the price table lists of each vendor that fits their patterns. */
    private Set<String> names(Dialect dialect, Caller caller) {
        Set<String> names = new TreeSet<>();
        for (Account account : plane.accounts().directory().pool(caller.key().group())) {
            if (!account.enabled() || account.provider().dialect() != dialect) {
                continue;
            }
            names.addAll(account.models().aliases().keySet());
            account.models().patterns().stream()
                    .filter(pattern -> pattern.indexOf('*') < 0)
                    .forEach(names::add);
            for (String model : plane.prices().book().models(account.provider().id())) {
                if (account.models().upstreamName(model).isPresent()) {
                    names.add(model);
                }
            }
        }
        names.removeIf(name -> !caller.key().rules().allowsModel(name));
        return names;
    }

    private static void list(JsonGenerator json, Dialect dialect, Set<String> names) throws IOException {
        json.writeStartObject();
        if (dialect == Dialect.OPENAI) {
            json.writeStringField("object", "list");
        }
        json.writeArrayFieldStart(dialect == Dialect.GEMINI ? "models" : "data");
        for (String name : names) {
            model(json, dialect, name);
        }
        json.writeEndArray();
        if (dialect == Dialect.ANTHROPIC) {
            json.writeBooleanField("has_more", false);
            json.writeObjectField(
                    "first_id", names.isEmpty() ? null : names.iterator().next());
            json.writeObjectField("last_id", names.isEmpty() ? null : ((TreeSet<String>) names).last());
        }
        json.writeEndObject();
    }

    private static void model(JsonGenerator json, Dialect dialect, String name) throws IOException {
        json.writeStartObject();
        switch (dialect) {
            case ANTHROPIC -> {
                json.writeStringField("type", "model");
                json.writeStringField("id", name);
                json.writeStringField("display_name", name);
                json.writeStringField("created_at", CREATED);
            }
            case OPENAI -> {
                json.writeStringField("id", name);
                json.writeStringField("object", "model");
                json.writeNumberField("created", Instant.parse(CREATED).getEpochSecond());
                json.writeStringField("owned_by", "headgate");
            }
            case GEMINI -> {
                json.writeStringField("name", "models/" + name);
                json.writeStringField("displayName", name);
                json.writeArrayFieldStart("supportedGenerationMethods");
                json.writeString("generateContent");
                json.writeString("countTokens");
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    /** What a key used in all its time, and since the starts of a day and a month. */
    private record Totals(
            UsageTotals today, UsageTotals month, UsageTotals all, Instant dayStart, Instant monthStart) {}

    /** Reads totals off the event loop. */
    void usage(Exchange exchange, RequestTrace trace, Caller caller, Consumer<Throwable> failed) {
        Instant now = plane.clock().instant();
        Instant day = now.truncatedTo(ChronoUnit.DAYS);
        Instant month = now.atOffset(ZoneOffset.UTC)
                .withDayOfMonth(1)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant();
        var key = caller.key().id();
        Promise<List<Limits.Standing>> limits = Promise.promise();
        plane.limits().standing(Admission.who(plane, caller)).then(limits::complete, limits::fail);
        Future<Totals> read = vertx.executeBlocking(
                () -> new Totals(
                        plane.usage().totals(key, day),
                        plane.usage().totals(key, month),
                        plane.usage().totals(key, Instant.EPOCH),
                        day,
                        month),
                false);
        Future.all(read, limits.future())
                .onSuccess(both -> {
                    send(exchange, trace, 200, json -> {
                        usage(json, caller, read.result(), limits.future().result());
                    });
                    AccessLog.write(trace, null, plane.ticker().nanos());
                    plane.metrics().request("usage", "success");
                })
                .onFailure(failed::accept);
    }

    private void usage(JsonGenerator json, Caller caller, Totals totals, List<Limits.Standing> limits)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("key", caller.key().name());
        json.writeStringField("user", caller.user().email());
        Money balance = plane.balances().available(caller.user().id());
        json.writeStringField("balance_usd", balance.toString());
        json.writeNumberField("balance_nanos", balance.nanos());
        MoneyStanding.write(json, plane, caller);
        LimitsJson.write(json, limits);
        json.writeObjectFieldStart("windows");
        total(
                json,
                "today",
                totals.today(),
                totals.dayStart().plus(1, ChronoUnit.DAYS).toString());
        Instant nextMonth =
                totals.monthStart().atOffset(ZoneOffset.UTC).plusMonths(1).toInstant();
        total(json, "month", totals.month(), nextMonth.toString());
        total(json, "all", totals.all(), "");
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void total(JsonGenerator json, String name, UsageTotals total, String resetsAt) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("calls", total.calls());
        json.writeNumberField("input_tokens", total.input());
        json.writeNumberField("output_tokens", total.output());
        json.writeNumberField("cache_read_tokens", total.cacheRead());
        json.writeNumberField("cache_write_tokens", total.cacheWrite());
        json.writeNumberField("charged_nanos", total.chargedNanos());
        json.writeStringField("charged_usd", new Money(total.chargedNanos()).toString());
        if (!resetsAt.isEmpty()) {
            json.writeStringField("resets_at", resetsAt);
        }
        json.writeEndObject();
    }

    void health(Exchange exchange, boolean ready) {
        boolean well = !ready || plane.ready().getAsBoolean();
        plain(
                exchange,
                well ? 200 : 503,
                "application/json",
                well ? "{\"status\":\"ok\"}" : "{\"status\":\"not ready\"}");
    }

    /** For readers with the token; without one set, for programs on this machine that no proxy stands before. */
    void metrics(Exchange exchange) {
        if (!access.metricsHere()) {
            throw new GatewayException(ErrorCode.NOT_FOUND, "Metrics have a port of their own.");
        }
        String token = access.metricsToken();
        if (token == null) {
            String from = exchange.request().remoteAddress().hostAddress();
            boolean local = from.startsWith("127.") || from.equals("::1") || from.equals("0:0:0:0:0:0:0:1");
            if (!local || exchange.request().headers().contains("x-forwarded-for")) {
                throw new GatewayException(
                        ErrorCode.FORBIDDEN, "Metrics are for this machine only (or set metrics.token).");
            }
        } else if (!MessageDigest.isEqual(
                ("Bearer " + token).getBytes(StandardCharsets.UTF_8),
                String.valueOf(exchange.request().getHeader("authorization")).getBytes(StandardCharsets.UTF_8))) {
            throw new GatewayException(ErrorCode.UNAUTHENTICATED, "Metrics need their token (metrics.token).");
        }
        plain(
                exchange,
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                plane.metrics().scrape());
    }
}
