package dev.headgate.signin;

import dev.headgate.base.CallLimits;
import dev.headgate.base.Check;
import dev.headgate.base.Money;
import dev.headgate.identity.Role;
import dev.headgate.settings.Topic;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Who may make themselves an account.
 *
 * @param allowedDomains of their e-mail addresses; empty = any
 * @param gift what their balance begins with
 * @param concurrency their calls at once, 0 = no limit
 * @param requestsPerMinute 0 = no limit
 */
public record RegistrationSettings(
        Mode mode, List<String> allowedDomains, Money gift, int concurrency, long requestsPerMinute) {
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

    static final Topic<RegistrationSettings> TOPIC = new Topic<>(
            "registration",
            RegistrationSettings.class,
            new RegistrationSettings(Mode.CLOSED, List.of(), Money.ZERO, 0, 0));

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
        Check.that(!gift.isNegative(), "balance", gift, "not below zero");
        limits(concurrency, requestsPerMinute);
    }

    private static CallLimits limits(int concurrency, long requestsPerMinute) {
        return new CallLimits(concurrency, requestsPerMinute, 0, Map.of());
    }

    /** What who registers gets. */
    Newcomers.Terms terms(Role role) {
        return new Newcomers.Terms(role, gift, "", limits(concurrency, requestsPerMinute));
    }

    /** Whether an address is of an allowed domain. */
    boolean allows(String email) {
        return allowedDomains.isEmpty() || allowedDomains.contains(email.substring(email.lastIndexOf('@') + 1));
    }
}
