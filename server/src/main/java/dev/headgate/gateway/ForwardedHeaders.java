package dev.headgate.gateway;

import dev.headgate.http.Names;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which headers pass, in each direction. What isn't named here passes: vendors add headers all the time. */
final class ForwardedHeaders {
    /** RFC 9110, 7.6.1, and what belongs to one connection or one hop. */
    private static final Set<String> HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    /** The caller's credentials, cookies, what proxies added, and what Headgate sets itself. */
    private static final Set<String> NOT_UPSTREAM = Set.of(
            "host",
            "content-length",
            "expect",
            "authorization",
            "x-api-key",
            "x-goog-api-key",
            "cookie",
            "cookie2",
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "cf-connecting-ip",
            "true-client-ip",
            "accept-encoding",
            "content-encoding",
            "x-request-id",
            "x-session-id",
            "session-id",
            "session_id",
            "x-session-affinity",
            "conversation_id");

    private static final Set<String> NOT_DOWNSTREAM = Set.of("set-cookie", "set-cookie2", "alt-svc", "x-request-id");

    private ForwardedHeaders() {}

    /** Headers of the upstream request, without its credential. */
    static MultiMap upstream(MultiMap client, boolean plainAnswer) {
        MultiMap out = HttpHeaders.headers();
        String named = client.get(HttpHeaders.CONNECTION);
        for (Map.Entry<String, String> header : client) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HOP.contains(name)
                    && !NOT_UPSTREAM.contains(name)
                    && !name.startsWith("x-forwarded-")
                    && !name.startsWith("cf-")
                    && !names(named, name)) {
                out.add(header.getKey(), header.getValue());
            }
        }
        out.set(HttpHeaders.ACCEPT_ENCODING, !plainAnswer && acceptsGzip(client) ? "gzip" : "identity");
        return out;
    }

    /** Headers that a {@code connection} header names belong to its hop as well. */
    private static boolean names(@org.jspecify.annotations.Nullable String connection, String name) {
        if (connection == null || connection.length() < name.length()) {
            return false;
        }
        for (String part : connection.split(",", -1)) {
            if (part.strip().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean acceptsGzip(MultiMap client) {
        String accepted = client.get(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip");
    }

    /** Copies an upstream answer's headers into ours. */
    static void downstream(MultiMap upstream, MultiMap ours, boolean keepLength) {
        String named = upstream.get(HttpHeaders.CONNECTION);
        boolean ownRates = RateHeaders.told(ours);
        for (Map.Entry<String, String> header : upstream) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (HOP.contains(name)
                    || NOT_DOWNSTREAM.contains(name)
                    || name.startsWith("x-ratelimit-")
                    || ownRates && name.startsWith("anthropic-ratelimit-")
                    || name.equals("content-length") && !keepLength
                    || names(named, name)) {
                continue;
            }
            ours.add(header.getKey(), header.getValue());
        }
        String id = upstream.get(Names.REQUEST_ID);
        if (id != null) {
            ours.set("x-upstream-request-id", id);
        }
    }
}
