package dev.headgate.accounts;

import dev.headgate.base.Check;
import dev.headgate.base.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What most accounts leave as it is. Immutable.
 *
 * @param proxy the way out to the provider, null: straight
 * @param headers sent with every call, over what the client sent
 * @param hours when calls are taken, null: always
 * @param expiresAt from when on none are taken, null: never
 * @param allowances quotas that the operator sets, since the vendor tells none
 * @param notes the operator's own words
 * @param probe how it is probed, null: as all accounts
 */
public record AccountOptions(
        @Nullable EgressProxy proxy,
        Map<String, Secret> headers,
        @Nullable ActiveHours hours,
        @Nullable Instant expiresAt,
        List<Allowance> allowances,
        String notes,
        @Nullable ProbePlan probe) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /** What would break the framing or lead elsewhere. */
    private static final Set<String> OURS =
            Set.of("host", "content-length", "transfer-encoding", "connection", "content-encoding", "accept-encoding");

    public static final AccountOptions NONE = new AccountOptions(null, Map.of(), null, null, List.of(), "");

    /** One that is probed as all accounts. */
    public AccountOptions(
            @Nullable EgressProxy proxy,
            Map<String, Secret> headers,
            @Nullable ActiveHours hours,
            @Nullable Instant expiresAt,
            List<Allowance> allowances,
            String notes) {
        this(proxy, headers, hours, expiresAt, allowances, notes, null);
    }

    public AccountOptions {
        headers = Map.copyOf(headers);
        headers.keySet().forEach(AccountOptions::checkHeader);
        allowances = List.copyOf(allowances);
    }

    private static void checkHeader(String name) {
        boolean ours = OURS.contains(name.toLowerCase(Locale.ROOT));
        Check.that(
                NAME.matcher(name).matches() && !ours,
                "headers",
                "\"" + name + "\"",
                "a header's name, not one of the connection's own");
    }

    /** The same with other headers. */
    AccountOptions with(Map<String, Secret> others) {
        return new AccountOptions(proxy, others, hours, expiresAt, allowances, notes, probe);
    }

    /** The same with another plan of probing. */
    public AccountOptions probed(@Nullable ProbePlan plan) {
        return new AccountOptions(proxy, headers, hours, expiresAt, allowances, notes, plan);
    }

    /** The same with another way out. */
    AccountOptions through(@Nullable EgressProxy other) {
        return new AccountOptions(other, headers, hours, expiresAt, allowances, notes, probe);
    }
}
