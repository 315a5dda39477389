package dev.headgate.gateway;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.http.Names;
import dev.headgate.http.TrustedProxies;
import dev.headgate.identity.Caller;
import dev.headgate.identity.GroupRight;
import dev.headgate.identity.Identity;
import dev.headgate.identity.KeyHash;
import dev.headgate.identity.KeyRules;
import dev.headgate.identity.KeyUses;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out who calls. Known keys are answered from memory at once; an unknown one is looked up off the event loop, once. */
final class Authentication {
    private static final String BEARER = "bearer ";

    /** Characters of a key; ours have fifty. */
    private static final int KEY_MAX = 512;

    private final Vertx vertx;
    private final Identity identity;
    private final MessageDigest sha256 = KeyHash.sha256();
    private final KeyUses uses;
    private final TrustedProxies proxies;
    private final InstantSource clock;

    Authentication(Vertx vertx, Identity identity, KeyUses uses, TrustedProxies proxies, InstantSource clock) {
        this.vertx = vertx;
        this.identity = identity;
        this.uses = uses;
        this.proxies = proxies;
        this.clock = clock;
    }

    /** The key's text: bearer token, {@code x-api-key}, {@code x-goog-api-key}, or the query's {@code key}. */
    static @Nullable String credential(MultiMap headers, @Nullable String query) {
        String bearer = headers.get(HttpHeaders.AUTHORIZATION);
        if (bearer != null && bearer.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return bearer.substring(BEARER.length()).strip();
        }
        String key = headers.get(Names.API_KEY);
        if (key == null) {
            key = headers.get(Names.GOOGLE_KEY);
        }
        return key != null || query == null ? key : queryKey(query);
    }

    private static @Nullable String queryKey(String query) {
        for (String part : query.split("&", -1)) {
            if (isKey(part)) {
                return PathModel.decode(part.substring(part.indexOf('=') + 1));
            }
        }
        return null;
    }

    /** The query without {@code key}, empty when nothing is left. */
    static String queryWithoutKey(@Nullable String query) {
        if (query == null || query.indexOf('=') < 0) {
            return query == null ? "" : query;
        }
        StringBuilder left = new StringBuilder(query.length());
        for (String part : query.split("&", -1)) {
            if (!isKey(part)) {
                left.append(left.isEmpty() ? "" : "&").append(part);
            }
        }
        return left.toString();
    }

    /** Whether this part of a query carries the key, however its name is written. */
    private static boolean isKey(String part) {
        int equals = part.indexOf('=');
        return equals > 0 && PathModel.decode(part.substring(0, equals)).equals("key");
    }

    /** Completes at once for keys in memory. Fails with {@code unauthenticated}, or {@code forbidden} by a rule of the key. */
    Future<Caller> authenticate(HttpServerRequest request) {
        String credential = credential(request.headers(), request.query());
        if (credential == null || credential.isEmpty()) {
            return refused(
                    "No API key was sent (expected: authorization: Bearer, x-api-key, x-goog-api-key or ?key=).");
        }
        if (credential.length() > KEY_MAX) {
            return refused("The API key is not valid.");
        }
        KeyHash hash = KeyHash.of(credential, sha256);
        Optional<Caller> known = identity.known(hash);
        if (known.isPresent()) {
            return check(known, request);
        }
        if (identity.missedRecently(hash)) {
            return check(Optional.empty(), request);
        }
        return vertx.executeBlocking(() -> identity.lookUp(hash), false)
                .transform(looked -> looked.succeeded()
                        ? check(looked.result(), request)
                        : Future.failedFuture(new GatewayException(
                                ErrorCode.OVERLOADED,
                                "This key can't be checked at this moment; try again shortly.",
                                "key look-up failed: " + looked.cause())));
    }

    private Future<Caller> check(Optional<Caller> found, HttpServerRequest request) {
        if (found.isEmpty()) {
            return refused("The API key is not valid.");
        }
        Caller caller = found.get();
        KeyRules rules = caller.key().rules();
        if (!caller.key().enabled()) {
            return refused("This API key is disabled.");
        }
        if (rules.expires() != null && rules.expired(clock.instant())) {
            return refused("This API key expired at " + rules.expires() + ".");
        }
        if (!rules.addresses().isAny()) {
            String address = proxies.client(request);
            if (!rules.addresses().contains(address)) {
                return forbidden("This API key may not be used from " + address + ".");
            }
        }
        if (!rules.clients().isEmpty()) {
            String agent = String.valueOf(request.getHeader("user-agent"));
            if (!rules.allowsClient(agent.toLowerCase(Locale.ROOT))) {
                return forbidden("This API key may not be used by this program (expected a user-agent like "
                        + String.join(" or ", rules.clients()) + ").");
            }
        }
        if (!caller.user().enabled()) {
            return refused("This user is disabled.");
        }
        if (caller.key().right() == GroupRight.GONE) {
            return forbidden(
                    "The user of this API key may no longer use its group; sign in to the console again, make a key in"
                            + " another group, or ask the operator.");
        }
        if (uses.due(caller.key().id())) {
            uses.note(caller.key().id(), proxies.client(request));
        }
        return Future.succeededFuture(caller);
    }

    private static Future<Caller> forbidden(String why) {
        return Future.failedFuture(new GatewayException(ErrorCode.FORBIDDEN, why));
    }

    private static Future<Caller> refused(String why) {
        return Future.failedFuture(new GatewayException(ErrorCode.UNAUTHENTICATED, why));
    }
}
