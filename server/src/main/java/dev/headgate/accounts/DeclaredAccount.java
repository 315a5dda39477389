package dev.headgate.accounts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account as it is entered, in the file or elsewhere.
 *
 * @param models entries of {@link ModelMap#of}
 * @param proxy the name of a known way out, null: straight
 * @param options its {@code proxy} counts for nothing
 */
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
        @Nullable String proxy,
        AccountOptions options) {
    public DeclaredAccount {
        groups = List.copyOf(groups);
        models = List.copyOf(models);
        ModelMap.of(models);
    }
}
