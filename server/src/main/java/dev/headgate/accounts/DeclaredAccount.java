package dev.headgate.accounts;

import java.util.List;

/** An account as the configuration file declares it; {@code models} are entries of {@link ModelMap#of}. */
public record DeclaredAccount(
        String name,
        Provider provider,
        BaseUrl baseUrl,
        Credential credential,
        List<String> groups,
        int concurrency,
        int priority,
        int weight,
        List<String> models,
        AccountOptions options) {
    public DeclaredAccount {
        groups = List.copyOf(groups);
        models = List.copyOf(models);
    }
}
