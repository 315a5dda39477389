package dev.headgate.fake;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One event loop of the fake provider: reads requests, finds their scripts, runs them. */
final class Loop extends VerticleBase {
    private static final int BODY_BYTES_MAX = 64 << 20;

    private final HttpServerOptions listen;
    private final SocketAddress address;
    private final State state;
    private final AtomicInteger port;
    private @Nullable Pacer pacer;

    /** What all loops share. */
    record State(
            ScriptBook book,
            Tally tally,
            NamedScripts named,
            DefaultAnswers defaults,
            Control control,
            Duration pace,
            LongSupplier nanos) {}

    Loop(HttpServerOptions listen, SocketAddress address, State state, AtomicInteger port) {
        this.listen = listen;
        this.address = address;
        this.state = state;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        pacer = new Pacer(vertx, state.nanos);
        return vertx.createHttpServer(listen)
                .requestHandler(this::handle)
                .listen(address)
                .onSuccess(server -> port.set(server.actualPort()));
    }

    private void handle(HttpServerRequest request) {
        if (pacer == null) {
            throw new IllegalStateException("a request came before the start");
        }
        String path = request.path();
        if (path == null) {
            path = "/";
        }
        if (path.startsWith(Control.PREFIX)) {
            control(request, path);
            return;
        }
        String key = apiKey(request);
        Exchange exchange = new Exchange(request, context, pacer, state.tally, key);
        exchange.watch();
        Script script = scripted(request, path, key);
        if (script != null && !script.recorded()) {
            request.endHandler(ignored -> exchange.answer(script));
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= BODY_BYTES_MAX) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(ignored -> {
            Seen seen = seen(request, body, key);
            state.tally.remember(seen);
            exchange.answer(script == null ? byDefault(seen) : script);
        });
        if (script != null && !script.readEvery().isZero()) {
            request.pause();
            readSlowly(request, script.readEvery(), pacer);
        }
    }

    private @Nullable Script scripted(HttpServerRequest request, String path, @Nullable String key) {
        String spec = request.getHeader("x-fake-script");
        if (spec == null) {
            return state.book.take(key, path);
        }
        try {
            return state.named.get(spec, path);
        } catch (IllegalArgumentException e) {
            return Script.json(400, Wire.json(Wire.obj("error", String.valueOf(e.getMessage()))));
        }
    }

    private Script byDefault(Seen seen) {
        Script script = state.defaults.answer(seen);
        return script.streamed() ? script.every(state.pace) : script;
    }

    private void control(HttpServerRequest request, String path) {
        request.body().onSuccess(body -> {
            Script answer = state.control.answer(request.method().name(), path, body.getBytes());
            request.response()
                    .setStatusCode(answer.status())
                    .putHeader("content-type", "application/json")
                    .end(answer.whole());
        });
    }

    private static void readSlowly(HttpServerRequest request, Duration every, Pacer pacer) {
        pacer.after(every, () -> {
            if (!request.isEnded() && !request.response().closed()) {
                request.fetch(1);
                readSlowly(request, every, pacer);
            }
        });
    }

    private static Seen seen(HttpServerRequest request, Buffer body, @Nullable String key) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.headers()
                .forEach((name, value) -> headers.computeIfAbsent(
                                name.toLowerCase(Locale.ROOT), ignored -> new ArrayList<>())
                        .add(value));
        return new Seen(
                request.method().name(),
                request.uri(),
                headers,
                body,
                request.version().name(),
                key);
    }

    /** The credential, wherever it was sent. */
    private static @Nullable String apiKey(HttpServerRequest request) {
        String bearer = request.getHeader("authorization");
        if (bearer != null) {
            return bearer.regionMatches(true, 0, "Bearer ", 0, 7)
                    ? bearer.substring(7).strip()
                    : bearer;
        }
        for (String name : List.of("x-api-key", "x-goog-api-key", "api-key")) {
            String key = request.getHeader(name);
            if (key != null) {
                return key;
            }
        }
        return request.query() == null ? null : request.getParam("key");
    }
}
