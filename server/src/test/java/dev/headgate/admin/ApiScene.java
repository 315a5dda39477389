package dev.headgate.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.headgate.app.TestGateway;
import dev.headgate.testkit.IdentitySite;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Headgate in which every operation of the API can be called: a request is the API file's own example, with ids of things made for
 * it. So a new operation is called without a word here when its path's {@code {id}} is that of something that a POST to the collection
 * makes, and its body names others by the usual names. What needs more has its preparation in {@link ApiPreparations}.
 */
final class ApiScene implements AutoCloseable {
    static final String PASSWORD = "a long enough password";
    private static final Pattern NAMED = Pattern.compile("\\{[a-z_]+}");

    final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    final IdentitySite site = new IdentitySite();
    final TestGateway gateway;
    final ApiClient owner;
    private final List<AutoCloseable> others = new ArrayList<>();
    private final Map<String, Supplier<Ask>> prepared = new HashMap<>();
    private final Map<String, Function<ApiClient, String>> things = new HashMap<>();
    private int count;

    /** A request to be sent. */
    record Ask(
            ApiClient who,
            String method,
            String path,
            @Nullable Object body) {
        ApiClient.Answer send() {
            return who.send(method, path, body);
        }
    }

    /** Somebody who signs in with {@link #PASSWORD}. */
    record Somebody(String id, String email, ApiClient client) {}

    ApiScene() {
        this("");
    }

    /** @param store settings of the store, as YAML; empty for SQLite */
    ApiScene(String store) {
        mail.start();
        gateway = TestGateway.start("bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \""
                + ApiClient.PASSWORD + "\" }\nupstream: { allow-private: true }\n" + store);
        owner = ApiClient.owner(gateway);
        ApiPreparations preparations = new ApiPreparations(this);
        preparations.open();
        preparations.register();
    }

    /** How an operation is called that its example alone doesn't show. */
    void prepare(String operation, Supplier<Ask> ask) {
        prepared.put(operation, ask);
    }

    /** How something is made that a POST of the collection's example doesn't make; gives its id. */
    void make(String collection, Function<ApiClient, String> maker) {
        things.put(collection, maker);
    }

    /** A good request of an operation, by somebody who may send it. */
    Ask ask(Endpoint<?> endpoint) {
        Supplier<Ask> own = prepared.get(endpoint.id());
        return own == null ? ask(endpoint, owner) : own.get();
    }

    /** The same by a certain caller, as the file shows it. */
    Ask ask(Endpoint<?> endpoint, ApiClient who) {
        return new Ask(who, endpoint.method(), path(endpoint, who) + query(endpoint), body(endpoint, who));
    }

    /** An operation's path with the id of something that was made for it. */
    String path(Endpoint<?> endpoint, ApiClient who) {
        String path = endpoint.path();
        return path.contains("{") ? at(path, thing(path.substring(0, path.indexOf("/{")), who)) : path;
    }

    static String at(String path, String id) {
        return NAMED.matcher(path).replaceFirst(id);
    }

    /** The id of something new in a collection. */
    String thing(String collection, ApiClient who) {
        Function<ApiClient, String> maker = things.get(collection);
        if (maker != null) {
            return maker.apply(who);
        }
        Endpoint<?> create = ApiFile.operation("POST", collection);
        ApiClient.Answer made = (who == owner ? ask(create) : ask(create, who)).send();
        if (made.status() != create.output().status()) {
            throw new AssertionError("nothing could be made in " + collection + ": " + made);
        }
        return id(made.json());
    }

    /** The id of what was made, which stands in the answer or one level down. */
    static String id(JsonNode made) {
        if (made.has("id")) {
            return made.path("id").asText();
        }
        for (JsonNode part : made) {
            if (part.has("id")) {
                return part.path("id").asText();
            }
        }
        throw new AssertionError("no id in " + made);
    }

    private String query(Endpoint<?> endpoint) {
        StringBuilder query = new StringBuilder();
        Map<String, String> examples = ApiFile.query(endpoint);
        examples.computeIfPresent("group_id", (name, example) -> group("default"));
        examples.forEach((name, value) -> query.append(query.isEmpty() ? "?" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return query.toString();
    }

    private @Nullable ObjectNode body(Endpoint<?> endpoint, ApiClient who) {
        JsonNode example = ApiFile.example(endpoint);
        if (example.isMissingNode()) {
            return null;
        }
        ObjectNode body = example.deepCopy();
        List<String> fields = new ArrayList<>();
        body.fieldNames().forEachRemaining(fields::add);
        for (String field : fields) {
            switch (field) {
                case "name", "word" -> body.put(field, body.path(field).asText() + "-" + next());
                case "email" -> body.put(field, email());
                case "user_id", "owner_id" -> body.put(field, user());
                case "group_id" -> body.put(field, group("default"));
                case "group_ids" -> body.putArray(field).add(group("default"));
                case "base_url" -> body.put(field, gateway.fake().baseUrl());
                case "issuer" -> body.put(field, site.issuer());
                case "text" -> body.put(field, body.path(field).asText().replace("9GkH", "k" + next()));
                case "ids" -> {
                    ArrayNode ids = body.putArray(field);
                    ids.add(thing(endpoint.path().replaceFirst("/[^/]+$", ""), who));
                }
                // money moves once per id
                case "id" -> body.put(field, body.path(field).asText() + (body.has("preset") ? "" : "-" + next()));
                default -> {}
            }
        }
        return body;
    }

    int next() {
        return ++count;
    }

    String email() {
        return "person-" + next() + "@example.com";
    }

    /** The id of a new user who can't sign in. */
    String user() {
        return id(owner.post("/users", Map.of("email", email())).json());
    }

    /** A new user who is signed in. */
    Somebody somebody(String role) {
        String email = email();
        ApiClient.Answer made = owner.post("/users", Map.of("email", email, "role", role, "password", PASSWORD));
        if (made.status() != 201) {
            throw new AssertionError(made.toString());
        }
        return new Somebody(id(made.json()), email, ApiClient.stranger(gateway).signIn(email, PASSWORD));
    }

    String group(String name) {
        for (JsonNode group : owner.get("/groups").json().path("items")) {
            if (group.path("name").asText().equals(name)) {
                return group.path("id").asText();
            }
        }
        throw new AssertionError("no group " + name);
    }

    /** A finished and settled call with a key of somebody's own; its request id. */
    String call(ApiClient who) {
        String group =
                who.get("/me/groups").json().path("items").get(0).path("id").asText();
        String key = who.post("/me/keys", Map.of("name", "call-" + next(), "group_id", group))
                .json()
                .path("text")
                .asText();
        return callWith(key);
    }

    String callWith(String key) {
        String body =
                "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":16,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        HttpResponse<byte[]> answer = gateway.post("/v1/messages", body.getBytes(StandardCharsets.UTF_8), key);
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        gateway.row(id);
        return id;
    }

    /** Closes something at the end. */
    <T extends AutoCloseable> T keep(T other) {
        others.add(other);
        return other;
    }

    @Override
    public void close() {
        for (AutoCloseable other : others) {
            try {
                other.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        gateway.close();
        site.close();
        mail.stop();
    }
}
