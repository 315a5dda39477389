package dev.headgate.accounts;

import dev.headgate.base.Check;
import dev.headgate.base.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A way out: an HTTP proxy (CONNECT for TLS upstreams) or a SOCKS5 one, which several accounts may share. Immutable.
 *
 * @param user null when it asks for none
 * @param declared owned by the configuration file
 */
public record EgressProxy(
        long id,
        String name,
        Kind kind,
        String host,
        int port,
        @Nullable String user,
        @Nullable Secret password,
        boolean declared) {
    /** What it speaks. */
    public enum Kind {
        HTTP,
        SOCKS5
    }

    public EgressProxy {
        Check.notBlank("proxy name", name);
        Check.notBlank("proxy host", host);
        Check.range("proxy port", port, 1, 65535);
    }

    /** Reads {@code http://user:pw@host:port} or {@code socks5://…}; the error never shows the URL, which holds a password. */
    public static EgressProxy parse(long id, String name, Secret url, boolean declared) {
        URI uri;
        try {
            uri = URI.create(url.reveal().strip());
        } catch (IllegalArgumentException e) {
            throw bad(name);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        Kind kind = switch (scheme) {
            case "http" -> Kind.HTTP;
            case "socks5", "socks5h" -> Kind.SOCKS5;
            default -> throw bad(name);
        };
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (uri.getHost() == null || !path.isEmpty() && !path.equals("/") || uri.getRawQuery() != null) {
            throw bad(name);
        }
        String host = uri.getHost().startsWith("[")
                ? uri.getHost().substring(1, uri.getHost().length() - 1)
                : uri.getHost();
        int port = uri.getPort() != -1 ? uri.getPort() : kind == Kind.HTTP ? 3128 : 1080;
        String info = uri.getRawUserInfo();
        if (info == null) {
            return new EgressProxy(id, name, kind, host, port, null, null, declared);
        }
        int colon = info.indexOf(':');
        String user = decode(colon < 0 ? info : info.substring(0, colon));
        Secret password = new Secret(colon < 0 ? "" : decode(info.substring(colon + 1)));
        return new EgressProxy(id, name, kind, host, port, user, password, declared);
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static IllegalArgumentException bad(String name) {
        return new IllegalArgumentException(
                "proxy " + name
                        + ": url is not understood (expected: http://user:password@host:port or socks5://user:password@host:port)");
    }

    /** Where it is, without who may use it. */
    public String address() {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return (kind == Kind.HTTP ? "http://" : "socks5://") + shown + ":" + port;
    }
}
