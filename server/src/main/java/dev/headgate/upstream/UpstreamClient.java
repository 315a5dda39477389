package dev.headgate.upstream;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.Credential;
import dev.headgate.accounts.EgressProxy;
import dev.headgate.accounts.Provider;
import dev.headgate.base.Secret;
import dev.headgate.http.Names;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import java.time.Duration;

/**
 * Sends requests to providers over the pooled connections of one event loop. Redirects are answers like any other: none is
 * followed, so a provider can't lead a request and its credential elsewhere.
 */
public final class UpstreamClient {
    private final HttpClient plain;
    private final HttpClient tls;
    private final CheckedAddresses addresses;
    private final long connectMillis;

    /** @param addresses used for accounts and proxies that the configuration file doesn't own */
    public UpstreamClient(HttpClient plain, HttpClient tls, CheckedAddresses addresses, Duration connectTimeout) {
        this.plain = plain;
        this.tls = tls;
        this.addresses = addresses;
        this.connectMillis = connectTimeout.toMillis();
    }

    /** Starts a call; {@code listener} is called later, on this event loop, never from inside this method. */
    public UpstreamCall post(UpstreamRequest request, UpstreamListener listener) {
        Account account = request.account();
        MultiMap headers = request.headers();
        addCredential(account, request.secret(), headers);
        account.options().headers().forEach((name, value) -> headers.set(name, value.reveal()));
        headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(request.body().length()));
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(account.baseUrl().host())
                .setPort(account.baseUrl().port())
                .setSsl(account.baseUrl().tls())
                .setURI(account.baseUrl().resolve(request.pathAndQuery()))
                .setConnectTimeout(connectMillis)
                .setFollowRedirects(false)
                .setHeaders(headers);
        UpstreamCall call = new UpstreamCall(listener);
        open(account, options)
                .onComplete(opened -> call.opened(opened, new BodyWriter(opened, request.body())), call::notOpened);
        return call;
    }

    /** An address in the file is its owner's word; any other is judged, and only what was judged is connected to. */
    private Future<HttpClientRequest> open(Account account, RequestOptions options) {
        HttpClient client = account.baseUrl().tls() ? tls : plain;
        EgressProxy proxy = account.options().proxy();
        if (proxy != null) {
            return account.declared()
                    ? through(proxy, options, client)
                    : addresses.judged(account.baseUrl().host()).compose(judged -> through(proxy, options, client));
        }
        if (account.declared()) {
            return client.request(options);
        }
        return addresses
                .of(account.baseUrl())
                .compose(address -> client.request(options.setServer(address))
                        .onFailure(failure ->
                                addresses.notReached(account.baseUrl().host())));
    }

    /** The proxy finds the provider's address by itself; its own is judged like a provider's. */
    private Future<HttpClientRequest> through(EgressProxy proxy, RequestOptions options, HttpClient client) {
        ProxyOptions way = ProxyRoute.of(proxy);
        if (proxy.declared()) {
            return client.request(options.setProxyOptions(way));
        }
        return addresses
                .of(proxy.host(), proxy.port())
                .compose(address -> client.request(options.setProxyOptions(way.setHost(address.hostAddress())))
                        .onFailure(failure -> addresses.notReached(proxy.host())));
    }

    /** Each vendor's documented header for an API key; a token goes as a bearer's (RFC 6750) everywhere. */
    private static void addCredential(Account account, Secret secret, MultiMap headers) {
        Provider provider = account.provider();
        String key = secret.reveal();
        if (!(account.credential() instanceof Credential.ApiKey)) {
            headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + key);
        } else {
            switch (provider) {
                case ANTHROPIC -> headers.set(Names.API_KEY, key);
                case GEMINI -> headers.set(Names.GOOGLE_KEY, key);
                case OPENAI, OPENAI_COMPATIBLE -> {
                    if (!key.isEmpty()) {
                        headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + key);
                    }
                }
            }
        }
        if (provider == Provider.ANTHROPIC && !headers.contains(Names.ANTHROPIC_VERSION)) {
            headers.set(Names.ANTHROPIC_VERSION, "2023-06-01");
        }
    }
}
