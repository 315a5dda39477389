package dev.headgate.signin;

import java.time.Duration;
import java.util.Locale;

/** What a link in a letter opens, where in the console, and for how long. */
enum LinkKind {
    REGISTER("register", Duration.ofHours(24)),
    RESET("reset-password", Duration.ofMinutes(30)),
    CHANGE_EMAIL("confirm-email", Duration.ofHours(24));

    private final String page;
    private final Duration lifetime;

    LinkKind(String page, Duration lifetime) {
        this.page = page;
        this.lifetime = lifetime;
    }

    /** The token stands behind the {@code #}, which browsers send to no server: so no log can have it. */
    String link(String base, String token) {
        return base + "/" + page + "#token=" + token;
    }

    Duration lifetime() {
        return lifetime;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static LinkKind of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
