package dev.headgate.accounts;

import dev.headgate.base.Secret;
import java.util.List;

/** An account as the configuration file declares it; {@code models} are entries of {@link ModelMap#of}. */
public record DeclaredAccount(
        String name,
        Provider provider,
        BaseUrl baseUrl,
        Secret apiKey,
        List<String> groups,
        int concurrency,
        int priority,
        int weight,
        List<String> models) {
    public DeclaredAccount {
        groups = List.copyOf(groups);
        models = List.copyOf(models);
    }
}
