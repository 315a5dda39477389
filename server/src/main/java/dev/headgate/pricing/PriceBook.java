package dev.headgate.pricing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What each model costs at each time. Immutable; a look-up is a few hash look-ups. Operators' layers win over the vendors' table,
 * a later layer over an earlier one; in a layer a name wins over a pattern, a longer pattern over a shorter one, and a row that
 * names a provider over one for all.
 */
public final class PriceBook {
    /** Vendors of their own models, and clouds with names of their own for others' models, in whose tables a model is looked for that the account's own vendor doesn't list. */
    private static final List<String> MAKERS = List.of(
            "anthropic",
            "openai",
            "google",
            "deepseek",
            "xai",
            "mistral",
            "moonshot",
            "zhipu",
            "qwen",
            "cohere",
            "perplexity",
            "groq",
            "bedrock",
            "vertex",
            "azure",
            "azure_ai");

    /** Dates, channels and efforts that vendors append to a model's name without another price. */
    private static final Pattern SUFFIX = Pattern.compile(
            "(-\\d{8}|-\\d{4}-\\d{2}-\\d{2}|-latest|-\\d{3}|-preview-\\d{2}-\\d{2}|-\\d{2}-\\d{4}|-high|-medium|-low)$");

    /** Resellers' spelling of Anthropic's names: {@code claude-4.6-sonnet} for {@code claude-sonnet-4-6}. */
    private static final Pattern CLAUDE = Pattern.compile("claude-(\\d+(?:-\\d+)?)-(opus|sonnet|haiku)(.*)");

    private final Layer table;
    private final List<Layer> own;

    private PriceBook(Layer table, List<Layer> own) {
        this.table = table;
        this.own = List.copyOf(own);
    }

    /** A row with the prefix that its layer gives to versions. */
    private record Dated(long fromMillis, Price price) {}

    private record Wild(String provider, Pattern pattern, int letters, List<Dated> prices) {}

    /** One layer: prices by provider and name, newest first, and by pattern. */
    private static final class Layer {
        private final Map<String, List<Dated>> named = new HashMap<>();
        private final List<Wild> wild = new ArrayList<>();

        void add(List<PriceRow> rows, String versionPrefix) {
            Map<String, List<Dated>> fresh = new HashMap<>();
            for (PriceRow row : rows) {
                fresh.computeIfAbsent(key(row.provider(), row.model()), made -> new ArrayList<>())
                        .add(new Dated(row.effectiveFrom().toEpochMilli(), row.price(versionPrefix)));
            }
            fresh.forEach((key, prices) -> {
                List<Dated> ordered = newestFirst(prices);
                int blank = key.indexOf(' ');
                String name = key.substring(blank + 1);
                if (name.indexOf('*') < 0) {
                    named.put(key, ordered);
                } else {
                    Pattern pattern = Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"), Pattern.DOTALL);
                    wild.add(new Wild(key.substring(0, blank), pattern, name.length(), ordered));
                }
            });
            wild.sort(Comparator.comparingInt(Wild::letters)
                    .thenComparing(Wild::provider)
                    .reversed());
        }

        /** Of equal dates the later row wins: operators' versions are added in order. */
        private static List<Dated> newestFirst(List<Dated> prices) {
            List<Dated> ordered = new ArrayList<>(prices.reversed());
            ordered.sort(Comparator.comparingLong(Dated::fromMillis).reversed());
            return List.copyOf(ordered);
        }

        @Nullable
        Price named(String provider, String model, long atMillis) {
            return at(named.get(key(provider, model)), atMillis);
        }

        @Nullable
        Price matching(String provider, String model, long atMillis) {
            for (Wild one : wild) {
                if ((one.provider.isEmpty() || one.provider.equals(provider))
                        && one.pattern.matcher(model).matches()) {
                    Price price = at(one.prices, atMillis);
                    if (price != null) {
                        return price;
                    }
                }
            }
            return null;
        }

        private static @Nullable Price at(@Nullable List<Dated> prices, long atMillis) {
            if (prices != null) {
                for (Dated dated : prices) {
                    if (dated.fromMillis <= atMillis) {
                        return dated.price;
                    }
                }
            }
            return null;
        }
    }

    /** A book of the vendors' prices alone. */
    public static PriceBook of(List<PriceRow> rows) {
        Layer table = new Layer();
        table.add(rows, "");
        return new PriceBook(table, List.of());
    }

    /** Reads the table that {@code tools/PriceTable.java} writes. */
    public static PriceBook parse(byte[] json) {
        return of(PriceTable.parse(json));
    }

    /** The same book with a newer table of the vendors' prices: what it lists replaces what was listed under the same name. */
    public PriceBook withTable(List<PriceRow> rows, String versionPrefix) {
        Layer merged = new Layer();
        merged.named.putAll(table.named);
        merged.wild.addAll(table.wild);
        merged.add(rows, versionPrefix);
        return new PriceBook(merged, own);
    }

    /** The same book with an operator's prices in front of all others. */
    public PriceBook withOwn(List<PriceRow> rows, String versionPrefix) {
        Layer layer = new Layer();
        layer.add(rows, versionPrefix);
        List<Layer> layers = new ArrayList<>(own);
        layers.addFirst(layer);
        return new PriceBook(table, layers);
    }

    /**
     * The price of {@code model} at an account of {@code provider} (a word of the configuration: {@code anthropic},
     * {@code openai}, {@code gemini}, {@code openai-compatible}) for a call that arrived at {@code at}.
     */
    public Optional<Price> find(String provider, String model, Instant at) {
        String name = model.toLowerCase(Locale.ROOT);
        if (name.startsWith("models/")) {
            name = name.substring("models/".length());
        }
        return find(provider.equals("gemini") ? "google" : provider, name, at.toEpochMilli());
    }

    private Optional<Price> find(String vendor, String name, long atMillis) {
        Price found = spelled(vendor, name, atMillis);
        int slash = name.lastIndexOf('/');
        if (found == null && slash >= 0) {
            return find(vendor, name.substring(slash + 1), atMillis); // "openai/gpt-4o" at a reseller
        }
        if (found == null && name.startsWith("claude-") && name.indexOf('.') >= 0) {
            String dashes = name.replace('.', '-');
            found = spelled(vendor, dashes, atMillis);
            if (found == null) {
                found = spelled(vendor, CLAUDE.matcher(dashes).replaceFirst("claude-$2-$1$3"), atMillis);
            }
        }
        return Optional.ofNullable(found);
    }

    /** As it is written, then without what is appended to it, then the newest of that name. */
    private @Nullable Price spelled(String vendor, String name, long atMillis) {
        Price found = exact(vendor, name, atMillis);
        String shorter = name;
        for (int i = 0; found == null && i < 2; i++) {
            String cut = SUFFIX.matcher(shorter).replaceFirst("");
            if (cut.equals(shorter)) {
                break;
            }
            shorter = cut;
            found = exact(vendor, shorter, atMillis);
        }
        return found == null ? exact(vendor, shorter + "-latest", atMillis) : found;
    }

    private @Nullable Price exact(String vendor, String model, long atMillis) {
        Price found = null;
        for (int i = 0; found == null && i < own.size(); i++) {
            found = fromOwn(own.get(i), vendor, model, atMillis);
        }
        if (found == null) {
            found = table.named(vendor, model, atMillis);
        }
        for (int i = 0; found == null && i < MAKERS.size(); i++) {
            found = table.named(MAKERS.get(i), model, atMillis);
        }
        return found;
    }

    private static @Nullable Price fromOwn(Layer layer, String vendor, String model, long atMillis) {
        Price found = layer.named(vendor, model, atMillis);
        if (found == null) {
            found = layer.named("", model, atMillis);
        }
        return found == null ? layer.matching(vendor, model, atMillis) : found;
    }

    /** Names of all models that a vendor's own table lists, sorted. */
    public Set<String> models(String provider) {
        String prefix = key(provider.equals("gemini") ? "google" : provider, "");
        Set<String> names = new TreeSet<>();
        for (String key : table.named.keySet()) {
            if (key.startsWith(prefix)) {
                names.add(key.substring(prefix.length()));
            }
        }
        return names;
    }

    private static String key(String provider, String model) {
        return (provider.equals("gemini") ? "google" : provider) + ' ' + model.toLowerCase(Locale.ROOT);
    }
}
