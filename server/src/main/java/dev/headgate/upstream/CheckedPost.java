package dev.headgate.upstream;

import dev.headgate.upstream.AddressGuard.Trust;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Posts to addresses that somebody entered: the name is resolved, every address judged by the {@link AddressGuard}, and a judged one
 * connected to. Follows no redirect, reads the first {@value #ANSWER_MAX} bytes of the answer and no more, and gives up after a time
 * that covers all of it. Blocks: belongs on virtual threads. Thread-safe.
 */
public final class CheckedPost {
    private static final int ANSWER_MAX = 2_048;

    private final HttpClient plain;
    private final HttpClient tls;
    private final AddressGuard guard;
    private final Duration timeout;

    /** @param timeout for the whole exchange, from the look-up on */
    public CheckedPost(HttpClient plain, HttpClient tls, AddressGuard guard, Duration timeout) {
        this.plain = plain;
        this.tls = tls;
        this.guard = guard;
        this.timeout = timeout;
    }

    /** An answer; {@code firstBytes} as text. */
    public record Answer(int status, String firstBytes) {}

    /** Why a host that is written as an address may not be sent to, in words; empty when it may, or is a name. Doesn't block. */
    public Optional<String> refusal(String host) {
        return guard.literalRefusal(host, Trust.ENTERED);
    }

    /**
     * Sends and waits for the answer.
     *
     * @param uri absolute, http or https
     * @throws IOException with words for the operator
     */
    public Answer post(URI uri, Map<String, String> headers, String body) throws IOException {
        boolean secure = "https".equals(uri.getScheme());
        String host = uri.getHost().replaceAll("^\\[|]$", "");
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        int port = uri.getPort() != -1 ? uri.getPort() : secure ? 443 : 80;
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(host)
                .setPort(port)
                .setSsl(secure)
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
                .setFollowRedirects(false)
                .setTimeout(timeout.toMillis());
        try {
            String address = guard.resolve(host, Trust.ENTERED).getFirst().getHostAddress();
            options.setServer(SocketAddress.inetSocketAddress(port, address));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        headers.forEach(options::putHeader);
        AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
        Future<Answer> answer = (secure ? tls : plain).request(options).compose(opened -> {
            sent.set(opened);
            // asked for before it is sent: the answer could be over before somebody listens to it otherwise
            Future<Answer> first = opened.response().compose(response -> begun(opened, response));
            return opened.end(Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)))
                    .compose(done -> first);
        });
        try {
            return Waits.await(answer, timeout);
        } catch (IOException e) {
            HttpClientRequest opened = sent.get();
            if (opened != null) {
                opened.reset();
            }
            throw e;
        }
    }

    /** The beginning of an answer: at its end, or once there is enough of it. */
    private static Future<Answer> begun(HttpClientRequest opened, HttpClientResponse response) {
        Promise<Answer> first = Promise.promise();
        Buffer gathered = Buffer.buffer();
        response.exceptionHandler(first::tryFail);
        response.endHandler(ended -> first.tryComplete(answer(response, gathered)));
        response.handler(chunk -> {
            gathered.appendBuffer(chunk);
            if (gathered.length() > ANSWER_MAX && first.tryComplete(answer(response, gathered))) {
                opened.reset();
            }
        });
        return first.future();
    }

    private static Answer answer(HttpClientResponse response, Buffer gathered) {
        String text = gathered.getString(0, Math.min(gathered.length(), ANSWER_MAX));
        return new Answer(response.statusCode(), text);
    }
}
