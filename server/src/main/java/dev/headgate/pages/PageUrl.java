package dev.headgate.pages;

import dev.headgate.base.Check;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The address of a page: http or https with a plain host name, without user, password and the parameters that Headgate adds. Its
 * origin is made of checked parts only, so that it can stand in a header. Immutable.
 */
final class PageUrl {
    private static final int LENGTH_MAX = 2_000;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]");
    private static final List<String> OWN = List.of("user_id", "theme", "lang", "ui_mode", "token");

    private final URI uri;

    private PageUrl(URI uri) {
        this.uri = uri;
    }

    /** @param bare whether nothing will be added */
    static PageUrl of(String text, boolean bare) {
        Check.that(
                text.length() <= LENGTH_MAX,
                "url",
                text.length() + " characters",
                "at most " + LENGTH_MAX + " characters");
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "url: \"" + text + "\" (expected: an address like https://pay.example.com/)");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        Check.that(
                (scheme.equals("https") || scheme.equals("http"))
                        && uri.getHost() != null
                        && HOST.matcher(uri.getHost()).matches(),
                "url",
                "\"" + text + "\"",
                "an address like https://pay.example.com/");
        Check.that(
                uri.getRawUserInfo() == null,
                "url",
                "one with user or password",
                "one without: every reader would see them");
        if (!bare && uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                String name = pair.contains("=") ? pair.substring(0, pair.indexOf('=')) : pair;
                Check.that(!OWN.contains(name), "url", "its parameter " + name, "one that Headgate doesn't add itself");
            }
        }
        return new PageUrl(uri);
    }

    /** Whether the page is fetched in a way that nobody on the path can change: by TLS, or on this machine. */
    boolean safe() {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return scheme().equals("https")
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("127.0.0.1")
                || host.equals("[::1]");
    }

    private String scheme() {
        return uri.getScheme().toLowerCase(Locale.ROOT);
    }

    /** Its origin (RFC 6454), such as {@code https://pay.example.com}. */
    String origin() {
        int usual = scheme().equals("https") ? 443 : 80;
        String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        return scheme() + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    /** The address with parameters added, before its fragment. */
    String with(Map<String, String> parameters) {
        String text = uri.toASCIIString();
        int hash = text.indexOf('#');
        StringBuilder out = new StringBuilder(hash < 0 ? text : text.substring(0, hash));
        String between = uri.getRawQuery() == null ? "?" : uri.getRawQuery().isEmpty() ? "" : "&";
        for (Map.Entry<String, String> one : parameters.entrySet()) {
            out.append(between).append(one.getKey()).append('=');
            out.append(URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8));
            between = "&";
        }
        return hash < 0 ? out.toString() : out.append(text.substring(hash)).toString();
    }
}
