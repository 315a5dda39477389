package dev.headgate.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A client that speaks either version of HTTP in clear text over one connection, with whatever method and headers it is told. */
public final class HttpCaller implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
    private final HttpVersion version;
    private final int port;
    private final HttpClient client;

    /** HTTP/2 is spoken from the first byte on, without an upgrade. */
    public HttpCaller(HttpVersion version, int port) {
        this.version = version;
        this.port = port;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false),
                new PoolOptions().setHttp1MaxSize(1).setHttp2MaxSize(1));
    }

    public HttpVersion version() {
        return version;
    }

    /**
     * What to send.
     *
     * @param chunked whether the body's length is left untold
     */
    public record Ask(String method, String path, Map<String, String> headers, byte[] body, boolean chunked) {
        public static Ask post(String path, String key, String body) {
            return post(path, key, body.getBytes(UTF_8));
        }

        public static Ask post(String path, String key, byte[] body) {
            return new Ask("POST", path, Map.of("x-api-key", key), body, false);
        }

        public Ask with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Ask(method, path, more, body, chunked);
        }

        public Ask withoutKey() {
            return new Ask(method, path, Map.of(), body, chunked);
        }

        public Ask method(String other) {
            return new Ask(other, path, headers, body, chunked);
        }

        public Ask inChunks() {
            return new Ask(method, path, headers, body, true);
        }
    }

    /** What came back. */
    public record Reply(int status, MultiMap headers, byte[] body, HttpVersion version) {
        public String text() {
            return new String(body, UTF_8);
        }

        public @Nullable String header(String name) {
            return headers.get(name);
        }
    }

    /** Sends a request and waits for the whole answer. */
    public Reply call(Ask ask) {
        return await(begin(ask).compose(request -> {
            Future<Reply> reply = request.response()
                    .compose(answer -> answer.body()
                            .map(body -> new Reply(
                                    answer.statusCode(),
                                    answer.headers(),
                                    body == null ? new byte[0] : body.getBytes(),
                                    request.version())));
            if (ask.chunked()) {
                request.setChunked(true);
                request.write(Buffer.buffer(ask.body()));
                request.end();
            } else {
                request.end(Buffer.buffer(ask.body()));
            }
            return reply;
        }));
    }

    /** Opens a request without sending anything of its body. */
    public Future<HttpClientRequest> begin(Ask ask) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(ask.method()))
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(ask.path());
        ask.headers().forEach(options::putHeader);
        return client.request(options);
    }

    /** Waits for a future of this client, at most 20 s. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
