package dev.headgate.http;

import dev.headgate.base.Check;
import dev.headgate.config.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where clients find Headgate. */
public record ServerConfig(
        @Doc("address to listen on; 0.0.0.0 for all") String host,
        @Doc("TCP port; 0 picks a free one") int port,

        @Doc("not used yet: how users reach it, e.g. https://ai.example.com") @Nullable
        String publicUrl,

        @Doc("not used yet: addresses or networks whose X-Forwarded-For is believed; now nobody's is")
        List<String> trustedProxies) {
    public static final ServerConfig DEFAULTS = new ServerConfig("127.0.0.1", 8080, null, List.of());

    public ServerConfig {
        Check.notBlank("host", host);
        Check.range("port", port, 0, 65_535);
        trustedProxies = List.copyOf(trustedProxies);
    }
}
