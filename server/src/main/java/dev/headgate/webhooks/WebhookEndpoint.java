package dev.headgate.webhooks;

import dev.headgate.base.Check;
import dev.headgate.base.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where events are sent. Immutable.
 *
 * @param types which are sent; empty = all
 * @param health how deliveries went lately
 */
public record WebhookEndpoint(
        long id, String name, String url, Set<EventType> types, boolean enabled, Health health, Instant createdAt) {
    private static final int NAME_MAX = 100;
    private static final int URL_MAX = 2_000;

    public WebhookEndpoint {
        types = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(types));
        Check.notBlank("name", name);
        Check.lengthAtMost("name", name, NAME_MAX);
        Check.that(name.chars().noneMatch(c -> c < ' '), "name", "control characters", "one line");
    }

    /**
     * How deliveries went lately.
     *
     * @param failingSince when the first of the failures came that no success has ended; null while all is well
     * @param failures how many since
     * @param dropped events that were not written down, since too many were waiting
     * @param disabledReason why Headgate disabled it by itself; empty when it didn't
     */
    public record Health(@Nullable Instant failingSince, int failures, long dropped, String disabledReason) {
        public static final Health GOOD = new Health(null, 0, 0, "");
    }

    boolean hears(EventType type) {
        return enabled && (types.isEmpty() || types.contains(type));
    }

    /** Refuses what isn't an absolute http or https URL. */
    static URI checkedUrl(String text) {
        URI uri;
        try {
            uri = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "url: \"" + Secret.withoutUserInfo(text) + "\" (expected: an http or https URL)");
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        Check.that(
                web && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null,
                "url",
                "\"" + Secret.withoutUserInfo(text) + "\"",
                "an http or https URL without user or fragment");
        Check.that(text.length() <= URL_MAX, "url", text.length() + " characters", "at most " + URL_MAX);
        return uri;
    }
}
