package dev.headgate.accounts;

import dev.headgate.base.Check;
import dev.headgate.base.Secret;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Where an account's API lives. A base that ends in its own version ({@code …/openai/v1}, {@code …/api/paas/v4}) is used
 * as it stands and the client's version prefix is dropped; {@code https://api.openai.com} equals
 * {@code https://api.openai.com/v1}.
 *
 * @param tls whether the scheme is {@code https}
 * @param host name or address, without brackets
 * @param port 1 - 65535
 * @param path prefix without a trailing slash, maybe empty
 */
public record BaseUrl(boolean tls, String host, int port, String path) {
    private static final Pattern VERSION_END = Pattern.compile(".*/v\\d+[a-z0-9]*");

    public BaseUrl {
        Check.notBlank("base-url host", host);
        Check.range("base-url port", port, 1, 65535);
    }

    /** Reads an absolute http or https URL without user info, query or fragment. */
    public static BaseUrl parse(String text) {
        URI uri;
        try {
            uri = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "base-url: \"" + Secret.withoutUserInfo(text) + "\" (expected: an http or https URL)");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        boolean plain = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
        Check.that(
                (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null && plain,
                "base-url",
                "\"" + Secret.withoutUserInfo(text) + "\"",
                "an http or https URL without user, query or fragment");
        boolean tls = scheme.equals("https");
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        String host = uri.getHost();
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        int port = uri.getPort() != -1 ? uri.getPort() : tls ? 443 : 80;
        return new BaseUrl(tls, host, port, path);
    }

    /** Whether {@link #path} already ends in a version of its own. */
    public boolean hasVersion() {
        return VERSION_END.matcher(path).matches();
    }

    /** The path to call for a vendor path such as {@code /v1/messages}. */
    public String resolve(String versionedPath) {
        int second = versionedPath.indexOf('/', 1);
        if (hasVersion() && second > 0) {
            return path + versionedPath.substring(second);
        }
        return path + versionedPath;
    }

    /** Without the path. */
    public String origin() {
        boolean standard = port == (tls ? 443 : 80);
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return (tls ? "https://" : "http://") + shown + (standard ? "" : ":" + port);
    }

    @Override
    public String toString() {
        return origin() + path;
    }
}
