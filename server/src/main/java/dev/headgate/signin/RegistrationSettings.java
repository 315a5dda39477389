package dev.headgate.signin;

import dev.headgate.base.Check;
import dev.headgate.settings.Topic;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who may make themselves an account.
 *
 * @param allowedDomains of their e-mail addresses; empty = any
 */
public record RegistrationSettings(Mode mode, List<String> allowedDomains) {
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

    static final Topic<RegistrationSettings> TOPIC =
            new Topic<>("registration", RegistrationSettings.class, new RegistrationSettings(Mode.CLOSED, List.of()));

    /** By what somebody comes to an account. */
    public enum Mode {
        /** By an operator only. */
        CLOSED,
        /** By an invitation. */
        INVITATION,
        /** By an e-mail address that they can read. */
        OPEN
    }

    public RegistrationSettings {
        allowedDomains = allowedDomains.stream()
                .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
                .toList();
        allowedDomains.forEach(domain -> Check.that(
                DOMAIN.matcher(domain).matches(), "allowed domains", "\"" + domain + "\"", "names like example.com"));
    }

    /** Whether an address is of an allowed domain. */
    boolean allows(String email) {
        return allowedDomains.isEmpty() || allowedDomains.contains(email.substring(email.lastIndexOf('@') + 1));
    }
}
