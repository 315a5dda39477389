package dev.headgate.upstream;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import dev.headgate.accounts.Account;
import dev.headgate.accounts.Egress;
import dev.headgate.accounts.EgressProxy;
import dev.headgate.base.Secret;
import dev.headgate.upstream.AddressGuard.Trust;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Sends token requests on the clients that calls go by, through the account's proxy. Blocks: belongs on virtual threads. Follows no
 * redirect. Thread-safe.
 */
public final class TokenSender implements Egress {
    private static final int ANSWER_MAX = 1 << 20;

    private final HttpClient plain;
    private final HttpClient tls;
    private final AddressGuard guard;
    private final Duration timeout;

    /** @param timeout for the whole exchange */
    public TokenSender(HttpClient plain, HttpClient tls, AddressGuard guard, Duration timeout) {
        this.plain = plain;
        this.tls = tls;
        this.guard = guard;
        this.timeout = timeout;
    }

    @Override
    public HTTPRequestSender through(Account account) {
        return request -> send(options -> direct(account, options), request);
    }

    /** Sends to addresses that somebody entered, which are judged, through no proxy; blocks. */
    public HTTPRequestSender entered() {
        return request -> send(this::judge, request);
    }

    /** Says where a request goes. */
    @FunctionalInterface
    private interface Way {
        void show(RequestOptions options) throws IOException;
    }

    private ReadOnlyHTTPResponse send(Way way, ReadOnlyHTTPRequest request) throws IOException {
        URI uri = request.getURI();
        boolean secure = "https".equals(uri.getScheme());
        if (uri.getHost() == null || !secure && !"http".equals(uri.getScheme())) {
            throw new IOException(
                    "\"" + Secret.withoutUserInfo(uri.toString()) + "\" (expected: an http or https URL)");
        }
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.getMethod().name()))
                .setHost(uri.getHost())
                .setPort(uri.getPort() != -1 ? uri.getPort() : secure ? 443 : 80)
                .setSsl(secure)
                .setURI(path + query)
                .setTimeout(timeout.toMillis());
        way.show(options);
        for (Map.Entry<String, List<String>> header : request.getHeaderMap().entrySet()) {
            options.putHeader(header.getKey(), String.join(", ", header.getValue()));
        }
        options.putHeader("accept", "application/json");
        Buffer body = Buffer.buffer(request.getBody() == null ? "" : request.getBody());
        Future<HTTPResponse> answer = (secure ? tls : plain).request(options).compose(opened -> {
            // asked for before it is sent: the answer could be over before somebody listens to it otherwise
            Future<HTTPResponse> whole = opened.response().compose(TokenSender::gathered);
            return opened.end(body).compose(sent -> whole);
        });
        return Waits.await(answer, timeout.plusSeconds(1));
    }

    /** Through the proxy where there is one; addresses that didn't come from the settings file are judged first. */
    private void direct(Account account, RequestOptions options) throws IOException {
        EgressProxy proxy = account.options().proxy();
        if (proxy != null) {
            options.setProxyOptions(ProxyRoute.checked(proxy, guard));
        }
        if (account.declared()) {
            return;
        }
        if (proxy == null) {
            judge(options);
            return;
        }
        try {
            guard.resolveBehindProxy(options.getHost(), Trust.ENTERED);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void judge(RequestOptions options) throws IOException {
        try {
            InetAddress address =
                    guard.resolve(options.getHost(), Trust.ENTERED).getFirst();
            options.setServer(SocketAddress.inetSocketAddress(options.getPort(), address.getHostAddress()));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Future<HTTPResponse> gathered(HttpClientResponse answer) {
        Buffer all = Buffer.buffer();
        answer.handler(chunk -> {
            if (all.length() + chunk.length() > ANSWER_MAX) {
                answer.request().reset();
            } else {
                all.appendBuffer(chunk);
            }
        });
        return answer.end().map(ended -> {
            HTTPResponse response = new HTTPResponse(answer.statusCode());
            String type = answer.getHeader("content-type");
            if (type != null) {
                try {
                    response.setContentType(type);
                } catch (ParseException e) {
                    return response; // no type that can be read: then its body can't be either
                }
            }
            response.setBody(all.toString());
            return response;
        });
    }
}
