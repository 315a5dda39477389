package dev.headgate.app;

import dev.headgate.base.Check;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import dev.headgate.identity.AddressList;
import dev.headgate.identity.DeclaredKey;
import dev.headgate.identity.KeyRules;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A platform key as the file declares it. */
public record KeyNode(
        @Doc("the key's name, unique for its user") String name,
        @Doc("e-mail of its user") String user,
        @Doc("its group; default: default") @Nullable String group,

        @Doc("its text, at least 16 characters; absent: one is made and printed once") @Nullable
        Secret key,

        @Doc("calls at once, 0 = no limit") @Nullable Integer concurrency,

        @Doc("calls within a minute, 0 = no limit") @Nullable
        Long rpm,

        @Doc("tokens within a minute, those read from a cache not counted; 0 = no limit") @Nullable
        Long tpm,

        @Nullable SpendNode spend,

        @Doc("models it may ask for: names and patterns with *; absent: all")
        List<String> models,

        @Doc("when it stops being valid: 2027-01-31 (at that day's end, UTC) or 2027-01-31T18:00:00Z") @Nullable
        String expires,

        @Doc("addresses and networks it may be used from, e.g. 10.0.0.0/8; absent: all")
        List<String> allowIps,

        @Doc("programs that may use it: patterns with * of their user-agent, e.g. claude-cli/*; absent: all")
        List<String> allowClients) {
    public KeyNode {
        models = List.copyOf(models);
        allowIps = List.copyOf(allowIps);
        allowClients = List.copyOf(allowClients);
        Check.notBlank("name", name);
        Check.that(key == null || key.reveal().length() >= 16, "key", "***", "at least 16 characters");
        noBlanks("models", models);
        noBlanks("allow-clients", allowClients);
        UserNode.limits(concurrency, rpm, tpm, spend);
        rules(models, expires, allowIps, allowClients);
    }

    private static void noBlanks(String what, List<String> patterns) {
        patterns.forEach(pattern -> Check.that(
                !pattern.isBlank() && !pattern.contains("\n"), what, "\"" + pattern + "\"", "a name or pattern"));
    }

    private static KeyRules rules(
            List<String> models, @Nullable String expires, List<String> allowIps, List<String> allowClients) {
        AddressList addresses;
        try {
            addresses = AddressList.of(allowIps);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("allow-ips: " + e.getMessage(), e);
        }
        return new KeyRules(
                models,
                expires == null ? null : instant(expires.strip()),
                addresses,
                allowClients.stream()
                        .map(pattern -> pattern.toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static Instant instant(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "expires: \"" + text
                            + "\" (expected: a date such as 2027-01-31 or a time such as 2027-01-31T18:00:00Z)",
                    e);
        }
    }

    DeclaredKey declared() {
        return new DeclaredKey(
                name,
                user,
                group == null ? "default" : group,
                key,
                UserNode.limits(concurrency, rpm, tpm, spend),
                rules(models, expires, allowIps, allowClients));
    }
}
