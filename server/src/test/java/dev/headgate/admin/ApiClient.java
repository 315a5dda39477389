package dev.headgate.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.headgate.app.TestGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A caller of the API. Each answer is held against the API's file: what isn't documented fails the test. */
final class ApiClient {
    static final String ADMIN = "admin@example.com";
    static final String PASSWORD = "correct horse battery";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Paths PATHS = new Paths(ApiFile.OPERATIONS);

    private final TestGateway gateway;
    private final Map<String, String> headers = new TreeMap<>();
    private final Map<String, String> cookies = new TreeMap<>();

    private ApiClient(TestGateway gateway) {
        this.gateway = gateway;
    }

    /** An answer; JSON null where the body is empty. */
    record Answer(int status, JsonNode json, HttpResponse<byte[]> raw) {
        String code() {
            return json.path("code").asText();
        }
    }

    static TestGateway gateway() {
        return TestGateway.start("bootstrap: { admin-email: " + ADMIN + ", admin-password: \"" + PASSWORD + "\" }");
    }

    static ApiClient stranger(TestGateway gateway) {
        return new ApiClient(gateway);
    }

    static ApiClient owner(TestGateway gateway) {
        return new ApiClient(gateway).signIn(ADMIN, PASSWORD);
    }

    static ApiClient program(TestGateway gateway, String token) {
        return new ApiClient(gateway).header("authorization", "Bearer " + token);
    }

    ApiClient signIn(String email, String password) {
        Answer answer = post("/session", Map.of("email", email, "password", password));
        if (answer.status() != 201) {
            throw new AssertionError("sign-in: " + answer);
        }
        return this;
    }

    /** Sends a header from now on; null stops it. */
    ApiClient header(String name, @Nullable String value) {
        if (value == null) {
            headers.remove(name);
        } else {
            headers.put(name, value);
        }
        return this;
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    Answer patch(String path, Object body) {
        return send("PATCH", path, body);
    }

    Answer delete(String path) {
        return send("DELETE", path, null);
    }

    TestGateway server() {
        return gateway;
    }

    /** A request that isn't sent yet, with what this caller is known by. */
    HttpRequest request(String method, String path) {
        return request(method, path, new byte[0]);
    }

    HttpRequest request(String method, String path, String body) {
        return request(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest request(String method, String path, byte[] body) {
        HttpRequest.Builder request =
                gateway.request("/api/v1" + path).method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        if (!cookies.isEmpty() && !headers.containsKey("cookie")) {
            request.header("cookie", String.join("; ", cookies.values()));
        }
        return request.build();
    }

    Answer send(String method, String path, @Nullable Object body) {
        try {
            byte[] bytes = body == null
                    ? new byte[0]
                    : body instanceof String text
                            ? text.getBytes(StandardCharsets.UTF_8)
                            : JSON.writeValueAsBytes(body);
            HttpResponse<byte[]> raw = gateway.send(request(method, path, bytes));
            String text = new String(raw.body(), StandardCharsets.UTF_8);
            check(method, path, raw, text);
            boolean json = raw.headers().firstValue("content-type").orElse("").contains("json");
            JsonNode node = json ? JSON.readTree(text.isEmpty() ? "null" : text) : TextNode.valueOf(text);
            Answer answer = new Answer(raw.statusCode(), text.isEmpty() ? NullNode.instance : node, raw);
            keep(answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps cookies as a browser does, but for taking them away: what has ended must be refused, not left out. */
    private void keep(Answer answer) {
        for (String cookie : answer.raw().headers().allValues("set-cookie")) {
            String pair = cookie.substring(0, cookie.indexOf(';'));
            if (!pair.endsWith("=")) {
                cookies.put(pair.substring(0, pair.indexOf('=')), pair);
            }
        }
        JsonNode session = answer.json().has("session") ? answer.json().path("session") : answer.json();
        if (session.hasNonNull("csrf_token")) {
            headers.put("x-csrf-token", session.path("csrf_token").asText());
        }
    }

    /** A cookie's value, empty without one. */
    String cookie(String name) {
        String pair = cookies.getOrDefault(name, name + "=");
        return pair.substring(name.length() + 1);
    }

    /** Sends a cookie from now on. */
    ApiClient cookie(String name, String value) {
        cookies.put(name, name + "=" + value);
        return this;
    }

    private static void check(String method, String path, HttpResponse<byte[]> raw, String text) {
        String plain = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
        Paths.Match match = PATHS.find(method, plain);
        if (match == null || match.endpoint() == null) {
            return;
        }
        String type = raw.headers().firstValue("content-type").orElse("");
        List<String> wrong = ApiFile.wrong(match.endpoint(), raw.statusCode(), type, text);
        if (!wrong.isEmpty()) {
            throw new AssertionError(method + " " + path + " is not as documented: " + wrong + "\n" + text);
        }
    }
}
