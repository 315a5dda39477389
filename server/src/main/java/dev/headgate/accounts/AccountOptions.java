package dev.headgate.accounts;

import dev.headgate.base.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
 */
public record AccountOptions(
        @Nullable EgressProxy proxy,
        Map<String, Secret> headers,
        @Nullable ActiveHours hours,
        @Nullable Instant expiresAt,
        List<Allowance> allowances,
        String notes) {
    public static final AccountOptions NONE = new AccountOptions(null, Map.of(), null, null, List.of(), "");

    public AccountOptions {
        headers = Map.copyOf(headers);
        allowances = List.copyOf(allowances);
    }
}
