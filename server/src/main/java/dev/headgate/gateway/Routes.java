package dev.headgate.gateway;

import dev.headgate.base.Dialect;
import dev.headgate.protocol.Protocol;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Maps method and path to a {@link Route}. Each path is also known under {@code /anthropic}, {@code /openai} and
 * {@code /gemini}, and with its version prefix missing or doubled and slashes doubled, as SDKs produce it from differently written
 * base URLs.
 */
final class Routes {
    private static final Pattern SLASHES = Pattern.compile("/{2,}");

    private Routes() {}

    /** What tells Anthropic's and Google's clients apart where the path alone doesn't. */
    record Hints(boolean anthropicVersion, boolean googleKey) {}

    static Route match(String method, String fullPath, Hints hints) {
        switch (fullPath) {
            case "/health/live" -> {
                return get(method, new Route.Health(Dialect.OPENAI, false));
            }
            case "/health/ready" -> {
                return get(method, new Route.Health(Dialect.OPENAI, true));
            }
            case "/metrics" -> {
                return get(method, new Route.Metrics(Dialect.OPENAI));
            }
            default -> {}
        }
        String path = fullPath.contains("//") ? SLASHES.matcher(fullPath).replaceAll("/") : fullPath;
        Dialect forced = null;
        for (Dialect dialect : Dialect.values()) {
            String prefix = prefix(dialect);
            if (path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/')) {
                forced = dialect;
                path = path.substring(prefix.length());
                break;
            }
        }
        String version = "";
        for (String found = version(path); found != null; found = version(path)) {
            version = found;
            path = path.substring(found.length());
        }
        if (path.length() > 1 && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return operation(method, path, version, forced, hints);
    }

    private static String prefix(Dialect dialect) {
        return switch (dialect) {
            case ANTHROPIC -> "/anthropic";
            case OPENAI -> "/openai";
            case GEMINI -> "/gemini";
        };
    }

    private static @Nullable String version(String path) {
        for (String version : new String[] {"/v1beta", "/v1alpha", "/v1"}) {
            if (path.startsWith(version)
                    && (path.length() == version.length() || path.charAt(version.length()) == '/')) {
                return version;
            }
        }
        return null;
    }

    private static Route operation(String method, String path, String version, @Nullable Dialect forced, Hints hints) {
        Dialect dialect = forced != null ? forced : guess(version, hints);
        Protocol protocol = switch (path) {
            case "/messages" -> Protocol.ANTHROPIC_MESSAGES;
            case "/messages/count_tokens" -> Protocol.ANTHROPIC_COUNT_TOKENS;
            case "/chat/completions" -> Protocol.OPENAI_CHAT;
            case "/responses" -> Protocol.OPENAI_RESPONSES;
            case "/embeddings" -> Protocol.OPENAI_EMBEDDINGS;
            default -> null;
        };
        if (protocol != null) {
            return post(method, new Route.Relay(protocol, "/v1", path, null, false));
        }
        if (path.equals("/models")) {
            return get(method, new Route.Models(dialect, null));
        }
        if (path.equals("/usage")) {
            return get(method, new Route.OwnUsage(dialect));
        }
        if (path.startsWith("/models/")) {
            return model(method, path.substring("/models/".length()), version, dialect);
        }
        return new Route.Unknown(dialect);
    }

    private static Dialect guess(String version, Hints hints) {
        if (hints.anthropicVersion()) {
            return Dialect.ANTHROPIC;
        }
        return hints.googleKey() || version.equals("/v1beta") || version.equals("/v1alpha")
                ? Dialect.GEMINI
                : Dialect.OPENAI;
    }

    private static Route model(String method, String rest, String version, Dialect dialect) {
        int colon = rest.lastIndexOf(':');
        Protocol protocol = colon < 0 ? null : geminiOperation(rest.substring(colon));
        if (protocol == null) {
            return get(method, new Route.Models(dialect, PathModel.decode(rest)));
        }
        String operation = rest.substring(colon);
        return post(
                method,
                new Route.Relay(
                        protocol,
                        version.isEmpty() ? "/v1beta" : version,
                        operation,
                        PathModel.decode(rest.substring(0, colon)),
                        operation.equals(":streamGenerateContent")));
    }

    private static Route post(String method, Route route) {
        return switch (method) {
            case "POST" -> route;
            case "OPTIONS" -> new Route.Options(route.dialect(), "OPTIONS, POST");
            default -> new Route.WrongMethod(route.dialect(), "POST");
        };
    }

    private static @Nullable Protocol geminiOperation(String operation) {
        return switch (operation) {
            case ":generateContent", ":streamGenerateContent" -> Protocol.GEMINI_GENERATE;
            case ":countTokens" -> Protocol.GEMINI_COUNT_TOKENS;
            case ":embedContent", ":batchEmbedContents" -> Protocol.GEMINI_EMBEDDINGS;
            default -> null;
        };
    }

    private static Route get(String method, Route route) {
        return switch (method) {
            case "GET", "HEAD" -> route;
            case "OPTIONS" -> new Route.Options(route.dialect(), "GET, HEAD, OPTIONS");
            default -> new Route.WrongMethod(route.dialect(), "GET");
        };
    }
}
