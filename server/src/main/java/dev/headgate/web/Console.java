package dev.headgate.web;

import dev.headgate.http.ConsoleDoor;
import dev.headgate.http.Exchange;
import dev.headgate.http.RequestMemory;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves the console under {@code /console/} and leaves the rest to the API's door. Files whose names carry a hash of their content
 * are cached for good; the page that names them never, and it gets a fresh nonce each time, the only thing by which styles that
 * are made in the browser are allowed. Thread-safe; blocks nothing.
 */
public final class Console implements ConsoleDoor {
    private static final String HOME = "/console/";
    private static final String PAGE = "index.html";
    private static final String HASHED = "assets/";
    /** Pages that the log, letters and other sites lead to by short addresses; browsers take what is behind "#" along. */
    private static final Set<String> PAGES =
            Set.of("/setup", "/sign-in", "/register", "/invitation", "/reset-password", "/confirm-email");

    private static final String NONCE = "CSP-NONCE";
    private static final int NONCE_BYTES = 18;
    private static final long BODY_MAX = 64 << 10;
    private static final long STALL_NANOS = 5_000_000_000L;

    /** Stands where the console would: the link printed at start must lead somewhere. */
    private static final String WITHOUT = """
            This Headgate was built without its console, because Node 20 or newer was not there. Install it and start ./run again;
            or make the owner with the token of this page's address:

              curl -X POST HERE/api/v1/setup -H 'content-type: application/json' \\
                -d '{"token": "TOKEN", "email": "you@example.com", "password": "at least 10 characters"}'

            or set bootstrap.admin-email and bootstrap.admin-password in headgate.yaml. Accounts, users and keys are declared there
            as well (docs/reference/config.md).
            """;

    private final StaticFiles files;
    private final ConsoleDoor api;
    private final Supplier<List<String>> frames;
    private final SecureRandom random;
    private final RequestMemory memory;

    /**
     * @param api serves the paths that are not the console's
     * @param frames origins of the pages that it may show inside itself; must not block
     */
    public Console(
            StaticFiles files,
            ConsoleDoor api,
            Supplier<List<String>> frames,
            SecureRandom random,
            RequestMemory memory) {
        this.files = files;
        this.api = api;
        this.frames = frames;
        this.random = random;
        this.memory = memory;
    }

    @Override
    public boolean opens(String method, String path) {
        // a client of the data plane whose base URL is wrong posts to the root: its own error serves it better
        return path.equals("/") && !method.equals("POST")
                || path.equals("/console")
                || path.startsWith(HOME)
                || PAGES.contains(path)
                || path.equals("/favicon.ico")
                || api.opens(method, path);
    }

    @Override
    public void serve(Exchange exchange, String requestId, String client) {
        if (api.opens(exchange.request().method().name(), exchange.request().path())) {
            api.serve(exchange, requestId, client);
            return;
        }
        // nobody needs a body, but only after it has the connection another request to give
        exchange.body(memory, BODY_MAX, STALL_NANOS)
                .onSuccess(body -> {
                    body.release();
                    answer(exchange, requestId);
                })
                .onFailure(failure -> text(exchange, 413, "body: expected none\n"));
    }

    private void answer(Exchange exchange, String requestId) {
        String path = exchange.request().path();
        exchange.headers().set("x-request-id", requestId);
        exchange.headers().set("x-content-type-options", "nosniff");
        exchange.headers().set("referrer-policy", "no-referrer");
        HttpMethod method = exchange.request().method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            exchange.headers().set("allow", "GET, HEAD");
            text(exchange, 405, "method: expected GET or HEAD for " + HOME + "\n");
        } else if (path.equals("/favicon.ico")) {
            redirect(exchange, HOME + "favicon.svg");
        } else if (files.none()) {
            text(exchange, 200, WITHOUT);
        } else if (path.startsWith(HOME)) {
            inside(exchange, path.substring(HOME.length()));
        } else {
            redirect(exchange, PAGES.contains(path) ? HOME + path.substring(1) + query(exchange.request()) : HOME);
        }
    }

    private static String query(HttpServerRequest request) {
        return request.query() == null ? "" : "?" + request.query();
    }

    /** A file; else the console's page, which finds out itself what its address means. */
    private void inside(Exchange exchange, String name) {
        Optional<StaticFile> file = files.find(name);
        if (file.isPresent() && !name.equals(PAGE)) {
            exchange.headers()
                    .set(
                            "cache-control",
                            name.startsWith(HASHED) ? "public, max-age=31536000, immutable" : "public, max-age=3600");
            file(exchange, file.get());
        } else if (name.startsWith(HASHED)) {
            text(exchange, 404, "That file is not of this version of the console; load the page anew.\n");
        } else {
            page(exchange, files.find(PAGE).orElseThrow());
        }
    }

    private static void file(Exchange exchange, StaticFile file) {
        StaticFile.Form form = file.form(exchange.request().getHeader("accept-encoding"));
        exchange.headers().set("etag", form.etag());
        if (file.compressible()) {
            exchange.headers().set("vary", "accept-encoding");
        }
        if (known(exchange.request().getHeader("if-none-match"), form.etag())) {
            exchange.begin(304);
            exchange.end();
            return;
        }
        if (form.encoding() != null) {
            exchange.headers().set("content-encoding", form.encoding());
        }
        send(exchange, 200, file.type(), form.bytes());
    }

    private static boolean known(@Nullable String names, String etag) {
        if (names == null) {
            return false;
        }
        for (String name : names.split(",", -1)) {
            String plain = name.strip();
            if (plain.equals("*") || plain.equals(etag) || plain.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }

    private void page(Exchange exchange, StaticFile page) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        exchange.headers().set("cache-control", "no-store");
        exchange.headers()
                .set(
                        "content-security-policy",
                        "default-src 'self'; style-src 'self' 'nonce-" + nonce
                                + "'; frame-src " + String.join(" ", framed())
                                + "; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
                                + " frame-ancestors 'none'");
        exchange.headers().set("x-frame-options", "DENY");
        exchange.headers().set("permissions-policy", "camera=(), geolocation=(), microphone=()");
        send(exchange, 200, page.type(), page.text().replace(NONCE, nonce).getBytes(StandardCharsets.UTF_8));
    }

    private List<String> framed() {
        List<String> origins = frames.get();
        return origins.isEmpty() ? List.of("'none'") : origins;
    }

    private static void redirect(Exchange exchange, String to) {
        exchange.headers().set("location", to);
        exchange.headers().set("cache-control", "no-store");
        exchange.headers().set("content-length", "0");
        exchange.begin(302);
        exchange.end();
    }

    private static void text(Exchange exchange, int status, String text) {
        exchange.headers().set("cache-control", "no-store");
        send(exchange, status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(Exchange exchange, int status, String type, byte[] body) {
        exchange.headers().set("content-type", type);
        exchange.headers().set("content-length", Integer.toString(body.length));
        exchange.begin(status);
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            exchange.end();
        } else {
            exchange.end(Buffer.buffer(body));
        }
    }

    @Override
    public void close() {
        api.close();
    }
}
