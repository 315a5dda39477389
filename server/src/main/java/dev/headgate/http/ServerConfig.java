package dev.headgate.http;

import dev.headgate.base.Check;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where clients find Headgate. */
public record ServerConfig(
        @Doc("address to listen on; 0.0.0.0 for all") String host,
        @Doc("TCP port; 0 picks a free one") int port,

        @Doc("how users reach it, e.g. https://ai.example.com, where that isn't the address above; told at start")
        @Nullable
        String publicUrl,

        @Doc(
                "proxies whose X-Forwarded-For is believed, as addresses or networks: `[10.0.0.0/8]`; nobody's is by default")
        List<String> trustedProxies) {
    public static final ServerConfig DEFAULTS = new ServerConfig("127.0.0.1", 8080, null, List.of());

    public ServerConfig {
        Check.notBlank("host", host);
        Check.range("port", port, 0, 65_535);
        trustedProxies = List.copyOf(trustedProxies);
        TrustedProxies.of(trustedProxies);
        Check.that(
                publicUrl == null || isBase(publicUrl),
                "public-url",
                "\"" + (publicUrl == null ? "" : Secret.withoutUserInfo(publicUrl)) + "\"",
                "an http or https URL without query or fragment");
    }

    private static boolean isBase(String text) {
        try {
            URI url = new URI(text);
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            return web
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
