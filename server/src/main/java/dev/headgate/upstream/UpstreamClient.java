package dev.headgate.upstream;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.Credential;
import dev.headgate.accounts.Provider;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/** Sends requests to providers over the pooled connections of one event loop. */
public final class UpstreamClient {
    private final HttpClient plain;
    private final HttpClient tls;
    private final long connectMillis;

    public UpstreamClient(HttpClient plain, HttpClient tls, Duration connectTimeout) {
        this.plain = plain;
        this.tls = tls;
        this.connectMillis = connectTimeout.toMillis();
    }

    /** Starts a call; {@code listener} is called later, on this event loop, never from inside this method. */
    public UpstreamCall post(UpstreamRequest request, UpstreamListener listener) {
        Account account = request.account();
        MultiMap headers = request.headers();
        addCredential(account, headers);
        headers.set("content-length", Integer.toString(request.body().length()));
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(account.baseUrl().host())
                .setPort(account.baseUrl().port())
                .setSsl(account.baseUrl().tls())
                .setURI(account.baseUrl().resolve(request.pathAndQuery()))
                .setConnectTimeout(connectMillis)
                .setHeaders(headers);
        UpstreamCall call = new UpstreamCall(listener);
        (account.baseUrl().tls() ? tls : plain)
                .request(options)
                .onComplete(opened -> call.opened(opened, new BodyWriter(opened, request.body())), call::notOpened);
        return call;
    }

    /** Each vendor's documented header for an API key. */
    private static void addCredential(Account account, MultiMap headers) {
        Provider provider = account.provider();
        String key = account.credential() instanceof Credential.ApiKey given
                ? given.key().reveal()
                : "";
        switch (provider) {
            case ANTHROPIC -> headers.set("x-api-key", key);
            case GEMINI -> headers.set("x-goog-api-key", key);
            case OPENAI, OPENAI_COMPATIBLE -> {
                if (!key.isEmpty()) {
                    headers.set("authorization", "Bearer " + key);
                }
            }
        }
        if (provider == Provider.ANTHROPIC && !headers.contains("anthropic-version")) {
            headers.set("anthropic-version", "2023-06-01");
        }
    }
}
