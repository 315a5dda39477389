package dev.headgate.gateway;

import dev.headgate.accounts.AccessTokens;
import dev.headgate.accounts.Account;
import dev.headgate.accounts.TokenFailure;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.Secret;
import dev.headgate.upstream.UpstreamCall;
import dev.headgate.upstream.UpstreamFailure;
import dev.headgate.upstream.UpstreamRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Puts an attempt's request on its way as soon as the account's secret is there: at once for an API key or a token in memory, else
 * when the token has been brought, for which no loop waits. Confined to its event loop.
 */
final class Dispatch {
    /** How long a call waits for a token. */
    private static final long TOKEN_NANOS = 15_000_000_000L;

    private final Loop loop;
    private final Attempt attempt;
    private final Account account;
    private @Nullable UpstreamRequest request;
    private Secret secret;
    private @Nullable UpstreamCall upstream;
    private long waitsSinceNanos;
    private boolean waits;
    private boolean renewed;
    private boolean cancelled;

    /** {@code request} shows no secret yet. */
    Dispatch(Loop loop, Attempt attempt, UpstreamRequest request) {
        this.loop = loop;
        this.attempt = attempt;
        this.account = request.account();
        this.request = request;
        this.secret = request.secret();
    }

    void begin() {
        Secret known = loop.plane().credentials().current(account);
        if (known != null) {
            send(known);
        } else {
            await(loop.plane().credentials().fresh(account));
        }
    }

    private void send(Secret shown) {
        secret = shown;
        UpstreamRequest bare = Objects.requireNonNull(request);
        MultiMap headers = bare.headers();
        if (AccessTokens.renews(account)) {
            headers = HttpHeaders.headers().addAll(headers); // it may have to go out once more, with another token
        }
        upstream = loop.upstream()
                .post(new UpstreamRequest(account, shown, bare.pathAndQuery(), headers, bare.body()), attempt);
    }

    /** The answer has begun to reach the client: the request won't go out again, and its bytes needn't last as long as a stream. */
    void committed() {
        request = null;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // both ends are heard in it
    private void await(CompletableFuture<Secret> token) {
        waits = true;
        waitsSinceNanos = loop.nowNanos();
        token.whenComplete((brought, failure) -> loop.context().runOnContext(ignored -> {
            if (!waits || cancelled) {
                return;
            }
            waits = false;
            if (brought != null) {
                send(brought);
            } else {
                attempt.noToken(failure(failure));
            }
        }));
    }

    private static UpstreamFailure failure(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        String words = "no access token: " + cause.getMessage();
        return cause instanceof TokenFailure said && said.refused()
                ? new UpstreamFailure.Rejected(ErrorCode.UPSTREAM_CREDENTIALS, 0, null, words, false, null)
                : new UpstreamFailure.NotSent(words);
    }

    /** A token that the provider didn't take is renewed and the request goes out again; once. Returns whether it does. */
    boolean renews() {
        if (renewed || request == null || !AccessTokens.renews(account)) {
            return false;
        }
        renewed = true;
        upstream = null;
        await(loop.plane().credentials().renewed(account, secret));
        return true;
    }

    /** What was sent of the operator's secrets. */
    List<Secret> shown() {
        List<Secret> shown = new ArrayList<>(account.options().headers().values());
        shown.add(secret);
        return shown;
    }

    @Nullable
    UpstreamCall upstream() {
        return upstream;
    }

    void cancel() {
        cancelled = true;
        if (upstream != null) {
            upstream.cancel();
        }
    }

    void tick(long nowNanos) {
        if (waits && nowNanos - waitsSinceNanos > TOKEN_NANOS) {
            waits = false;
            attempt.noToken(new UpstreamFailure.NotSent("no access token within 15 s"));
        }
    }
}
