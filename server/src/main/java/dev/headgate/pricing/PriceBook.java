package dev.headgate.pricing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.headgate.pricing.Price.LongContext;
import dev.headgate.pricing.Price.Rates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What each model costs. Immutable; a look-up is a few hash look-ups. An operator's rows win over the shipped ones.
 *
 * <p>A class the table leaves open is filled here, never with zero: cache reads and writes cost the input rate, one-hour
 * writes the five-minute rate (for Anthropic twice the input rate, as it documents).
 */
public final class PriceBook {
    /** Vendors of their own models, in whose tables a model is looked for that the account's own vendor doesn't list. */
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
            "groq");

    /** Dates and channels that vendors append to a model's name without another price. */
    private static final Pattern SUFFIX =
            Pattern.compile("(-\\d{8}|-\\d{4}-\\d{2}-\\d{2}|-latest|-\\d{3}|-preview-\\d{2}-\\d{2}|-\\d{2}-\\d{4})$");

    private final Map<String, Price> shipped;
    private final Map<String, Price> overrides;

    private PriceBook(Map<String, Price> shipped, Map<String, Price> overrides) {
        this.shipped = Map.copyOf(shipped);
        this.overrides = Map.copyOf(overrides);
    }

    /** Reads the table that {@code tools/PriceTable.java} writes. */
    public static PriceBook parse(byte[] json) {
        Map<String, Price> prices = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != JsonToken.START_ARRAY) {
                if (parser.currentToken() == null) {
                    throw new IllegalArgumentException("price table: no rows");
                }
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> row = new HashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    row.put(name, parser.getText());
                }
                add(prices, row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("price table: not readable", e);
        }
        return new PriceBook(prices, Map.of());
    }

    private static void add(Map<String, Price> prices, Map<String, String> row) {
        String provider = row.getOrDefault("provider", "");
        if (!row.containsKey("input") && !row.containsKey("output")) {
            return; // the source names no price: the model stays unknown
        }
        long input = number(row, "input", 0);
        Rates base = rates(row, "", provider.equals("anthropic"), new Rates(input, number(row, "output", 0), 0, 0, 0));
        LongContext longer = null;
        if (row.containsKey("longThreshold") && row.containsKey("longInput")) {
            longer = new LongContext(
                    number(row, "longThreshold", 0),
                    rates(
                            row,
                            "long",
                            provider.equals("anthropic"),
                            new Rates(number(row, "longInput", 0), number(row, "longOutput", base.output()), 0, 0, 0)));
        }
        String version = row.getOrDefault("date", "") + "/" + row.getOrDefault("source", "");
        prices.put(key(provider, row.getOrDefault("model", "")), new Price(version, base, longer));
    }

    private static Rates rates(Map<String, String> row, String prefix, boolean anthropic, Rates start) {
        String read = prefix.isEmpty() ? "cacheRead" : prefix + "CacheRead";
        String write5m = prefix.isEmpty() ? "cacheWrite5m" : prefix + "CacheWrite5m";
        String write1h = prefix.isEmpty() ? "cacheWrite1h" : prefix + "CacheWrite1h";
        long fiveMinutes = number(row, write5m, start.input());
        long hour = number(row, write1h, anthropic ? Math.multiplyExact(2, start.input()) : fiveMinutes);
        return new Rates(start.input(), start.output(), number(row, read, start.input()), fiveMinutes, hour);
    }

    private static long number(Map<String, String> row, String name, long otherwise) {
        String text = row.get(name);
        return text == null ? otherwise : Long.parseLong(text);
    }

    /** The same book with an operator's prices in front, by model name. */
    public PriceBook withOverrides(Map<String, Price> prices) {
        Map<String, Price> lower = new HashMap<>();
        prices.forEach((model, price) -> lower.put(model.toLowerCase(Locale.ROOT), price));
        return new PriceBook(shipped, lower);
    }

    /**
     * The price of {@code model} at an account of {@code provider} (a word of the configuration: {@code anthropic},
     * {@code openai}, {@code gemini}, {@code openai-compatible}).
     */
    public Optional<Price> find(String provider, String model) {
        String name = model.toLowerCase(Locale.ROOT);
        if (name.startsWith("models/")) {
            name = name.substring("models/".length());
        }
        Price found = exact(provider, name);
        String shorter = name;
        for (int i = 0; found == null && i < 2; i++) {
            String cut = SUFFIX.matcher(shorter).replaceFirst("");
            if (cut.equals(shorter)) {
                break;
            }
            shorter = cut;
            found = exact(provider, shorter);
        }
        int slash = name.lastIndexOf('/');
        if (found == null && slash >= 0) {
            return find(provider, name.substring(slash + 1)); // "openai/gpt-4o" at a reseller
        }
        return Optional.ofNullable(found);
    }

    private @org.jspecify.annotations.Nullable Price exact(String provider, String model) {
        Price own = overrides.get(model);
        if (own == null) {
            own = shipped.get(key(provider.equals("gemini") ? "google" : provider, model));
        }
        for (int i = 0; own == null && i < MAKERS.size(); i++) {
            own = shipped.get(key(MAKERS.get(i), model));
        }
        return own;
    }

    /** Names of all models that a vendor's own table lists, sorted. */
    public Set<String> models(String provider) {
        String prefix = key(provider.equals("gemini") ? "google" : provider, "");
        Set<String> names = new TreeSet<>();
        for (String key : new ArrayList<>(shipped.keySet())) {
            if (key.startsWith(prefix)) {
                names.add(key.substring(prefix.length()));
            }
        }
        return names;
    }

    private static String key(String provider, String model) {
        return provider + ' ' + model.toLowerCase(Locale.ROOT);
    }
}
