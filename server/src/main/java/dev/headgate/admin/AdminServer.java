package dev.headgate.admin;

import dev.headgate.http.ConsoleDoor;
import dev.headgate.http.Exchange;
import dev.headgate.http.RequestBody;
import dev.headgate.http.RequestMemory;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the API's requests from the event loops to virtual threads and brings the answers back. At most {@value #AT_ONCE} run at a
 * time; more are refused, so that a flood of them starves nothing else.
 */
public final class AdminServer implements ConsoleDoor {
    private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
    static final String PREFIX = "/api/v1";
    private static final int AT_ONCE = 256;
    private static final long BODY_MAX = 4L << 20;
    private static final long STALL_NANOS = 20_000_000_000L;

    private final AdminApi api;
    private final RequestMemory memory;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(AT_ONCE);

    private AdminServer(AdminApi api, RequestMemory memory) {
        this.api = api;
        this.memory = memory;
    }

    /** The API over the features that it shows. */
    public static AdminServer of(Features features, RequestMemory memory) {
        Callers callers = new Callers(features.people(), features.tokens(), features.clock());
        return new AdminServer(
                new AdminApi(Operations.of(features), callers, features.remembered(), features.audit()), memory);
    }

    @Override
    public boolean opens(String method, String path) {
        return path.startsWith(PREFIX + "/") || path.equals(PREFIX);
    }

    @Override
    public void serve(Exchange exchange, String requestId, String client) {
        Context context = Vertx.currentContext();
        exchange.body(memory, BODY_MAX, STALL_NANOS)
                .onSuccess(body -> {
                    ApiRequest request = request(exchange, requestId, client, bytes(body));
                    run(context, exchange, request);
                })
                .onFailure(failure -> send(exchange, requestId, AdminApi.refused(requestId, failure)));
    }

    private static byte[] bytes(RequestBody body) {
        byte[] bytes = Arrays.copyOf(body.bytes(), body.length());
        body.release();
        return bytes;
    }

    private void run(Context context, Exchange exchange, ApiRequest request) {
        if (!places.tryAcquire()) {
            ApiFault flood = new ApiFault(503, "overloaded", "Too many API calls at once; try again.");
            send(exchange, request.id(), AdminApi.problem(request.id(), flood));
            return;
        }
        threads.execute(() -> {
            try {
                ApiResponse answer = answered(request);
                if (answer.telling() != null) {
                    tell(context, exchange, request, answer);
                    return;
                }
                context.runOnContext(ignored -> send(exchange, request.id(), answer));
                if (answer.download() != null) {
                    new DownloadStream(context, exchange).send(answer.download());
                }
            } catch (RuntimeException e) {
                log.error("the answer to API request {} broke off", request.id(), e);
            } finally {
                places.release();
            }
        });
    }

    /** Does what is told while it is done; what is refused before anything was told is answered as any refusal. */
    private static void tell(Context context, Exchange exchange, ApiRequest request, ApiResponse answer) {
        TellingStream stream = new TellingStream(context, exchange);
        try {
            stream.send(request.id(), answer);
        } catch (RuntimeException e) {
            if (stream.begun()) {
                throw e;
            }
            context.runOnContext(ignored -> send(exchange, request.id(), AdminApi.refused(request.id(), e)));
        }
    }

    private ApiResponse answered(ApiRequest request) {
        try {
            return api.answer(request);
        } catch (Error e) {
            return AdminApi.refused(request.id(), e); // whoever waits must hear of it
        }
    }

    private static ApiRequest request(Exchange exchange, String requestId, String client, byte[] body) {
        HttpServerRequest from = exchange.request();
        Map<String, String> headers = new HashMap<>();
        from.headers()
                .forEach(header -> headers.merge(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue(),
                        (first, second) ->
                                first + (header.getKey().equalsIgnoreCase("cookie") ? "; " : ", ") + second));
        if (!headers.containsKey("host") && from.authority() != null) {
            headers.put("host", from.authority().toString());
        }
        return new ApiRequest(
                requestId,
                from.method().name(),
                from.path().substring(PREFIX.length()),
                query(from.query()),
                headers,
                body,
                client);
    }

    private static Map<String, String> query(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (!pair.isEmpty()) {
                    parameters.put(
                            decode(equals < 0 ? pair : pair.substring(0, equals)),
                            equals < 0 ? "" : decode(pair.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // not percent-encoded after all
        }
    }

    /** The headers of every answer. */
    static void head(Exchange exchange, String requestId, ApiResponse answer) {
        answer.headers().forEach(header -> exchange.headers().add(header.getKey(), header.getValue()));
        exchange.headers().set("x-request-id", requestId);
        exchange.headers().set("cache-control", "no-store");
        exchange.headers().set("x-content-type-options", "nosniff");
    }

    private static void send(Exchange exchange, String requestId, ApiResponse answer) {
        if (exchange.over()) {
            return;
        }
        head(exchange, requestId, answer);
        if (answer.download() != null) {
            return; // its own thread goes on from here
        }
        EventSource events = answer.events();
        if (events != null) {
            new EventStream(exchange, events).begin();
            return;
        }
        if (answer.file() != null) {
            exchange.headers().set("content-type", answer.type());
            new FileStream(exchange, answer.file()).begin();
            return;
        }
        if (answer.status() != 204) {
            exchange.headers().set("content-type", answer.type());
            exchange.headers().set("content-length", Integer.toString(answer.body().length));
        }
        exchange.begin(answer.status());
        exchange.end(Buffer.buffer(answer.body()));
    }

    @Override
    public void close() {
        threads.close();
    }
}
