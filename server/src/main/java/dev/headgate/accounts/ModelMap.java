package dev.headgate.accounts;

import dev.headgate.base.Patterns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models an account serves: exact names, patterns with {@code *}, and aliases {@code alias=real}. An absent list
 * serves every model under its own name. Immutable.
 *
 * @param aliases what clients ask for → what is sent upstream
 * @param patterns names and patterns served as they are
 * @param all whether every model is served
 * @param wild whether an alias has a star
 */
public record ModelMap(Map<String, String> aliases, List<String> patterns, boolean all, boolean wild) {
    public static final ModelMap ALL = new ModelMap(Map.of(), List.of(), true, false);

    public ModelMap {
        aliases = Map.copyOf(aliases);
        patterns = List.copyOf(patterns);
    }

    /** Reads the entries of a {@code models:} list; an empty list serves everything. */
    public static ModelMap of(List<String> entries) {
        if (entries.isEmpty()) {
            return ALL;
        }
        Map<String, String> aliases = new LinkedHashMap<>();
        List<String> patterns = new ArrayList<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals > 0 && equals < entry.length() - 1) {
                aliases.put(
                        entry.substring(0, equals).strip(),
                        entry.substring(equals + 1).strip());
            } else if (equals < 0 && !entry.isBlank()) {
                patterns.add(entry.strip());
            } else {
                throw new IllegalArgumentException(
                        "models: \"" + entry + "\" (expected: a name, a pattern with *, or alias=real)");
            }
        }
        for (Map.Entry<String, String> entry : aliases.entrySet()) {
            if (entry.getKey().indexOf('*') != entry.getKey().lastIndexOf('*')) {
                throw new IllegalArgumentException(
                        "models: \"" + entry.getKey() + "\" (expected: at most one * in an alias)");
            }
        }
        boolean wild = aliases.keySet().stream().anyMatch(alias -> alias.indexOf('*') >= 0);
        return new ModelMap(aliases, patterns, false, wild);
    }

    /** What {@link #of} reads. */
    public List<String> entries() {
        List<String> entries = new ArrayList<>(patterns);
        aliases.forEach((alias, real) -> entries.add(alias + "=" + real));
        return entries;
    }

    /** {@code gpt-*=openai/gpt-*}: what the star of the alias stands for takes the place of the real name's. */
    private Optional<String> byWildAlias(String model) {
        for (Map.Entry<String, String> entry : aliases.entrySet()) {
            String alias = entry.getKey();
            int star = alias.indexOf('*');
            if (star >= 0 && matches(alias, model)) {
                String caught = model.substring(star, model.length() - (alias.length() - star - 1));
                return Optional.of(entry.getValue().replace("*", caught));
            }
        }
        return Optional.empty();
    }

    /** The upstream's name of {@code model}, empty when this account does not serve it. */
    public Optional<String> upstreamName(String model) {
        String real = aliases.get(model);
        if (real != null) {
            return Optional.of(real);
        }
        if (all) {
            return Optional.of(model);
        }
        if (wild) {
            Optional<String> mapped = byWildAlias(model);
            if (mapped.isPresent()) {
                return mapped;
            }
        }
        for (String pattern : patterns) {
            if (matches(pattern, model)) {
                return Optional.of(model);
            }
        }
        return Optional.empty();
    }

    /** Whether {@code text} fits {@code pattern}, where each {@code *} stands for any run of characters. */
    public static boolean matches(String pattern, String text) {
        return Patterns.matches(pattern, text);
    }
}
