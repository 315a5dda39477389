package dev.headgate.gateway;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.identity.Caller;
import dev.headgate.identity.Identity;
import dev.headgate.identity.KeyHash;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.security.MessageDigest;
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

    Authentication(Vertx vertx, Identity identity) {
        this.vertx = vertx;
        this.identity = identity;
    }

    /** The key's text: bearer token, {@code x-api-key}, {@code x-goog-api-key}, or the query's {@code key}. */
    static @Nullable String credential(MultiMap headers, @Nullable String query) {
        String bearer = headers.get("authorization");
        if (bearer != null && bearer.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return bearer.substring(BEARER.length()).strip();
        }
        String key = headers.get("x-api-key");
        if (key == null) {
            key = headers.get("x-goog-api-key");
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

    /** Completes at once for keys in memory. Fails with {@code unauthenticated}. */
    Future<Caller> authenticate(@Nullable String credential) {
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
            return check(known);
        }
        if (identity.missedRecently(hash)) {
            return check(Optional.empty());
        }
        return vertx.executeBlocking(() -> identity.lookUp(hash), false)
                .transform(looked -> looked.succeeded()
                        ? check(looked.result())
                        : Future.failedFuture(new GatewayException(
                                ErrorCode.OVERLOADED,
                                "This key can't be checked at this moment; try again shortly.",
                                "key look-up failed: " + looked.cause())));
    }

    private static Future<Caller> check(Optional<Caller> found) {
        if (found.isEmpty()) {
            return refused("The API key is not valid.");
        }
        Caller caller = found.get();
        if (!caller.key().enabled()) {
            return refused("This API key is disabled.");
        }
        return caller.user().enabled() ? Future.succeededFuture(caller) : refused("This user is disabled.");
    }

    private static Future<Caller> refused(String why) {
        return Future.failedFuture(new GatewayException(ErrorCode.UNAUTHENTICATED, why));
    }
}
