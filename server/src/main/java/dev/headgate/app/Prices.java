package dev.headgate.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.headgate.config.ConfigException;
import dev.headgate.pricing.Price;
import dev.headgate.pricing.PriceBook;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads the shipped price table and the operator's own. */
final class Prices {
    private Prices() {}

    static PriceBook load(@Nullable Path file) {
        try (InputStream table = Prices.class.getResourceAsStream("/prices/models.json")) {
            PriceBook shipped = PriceBook.parse(
                    java.util.Objects.requireNonNull(table, "price table").readAllBytes());
            return file == null ? shipped : shipped.withOverrides(overrides(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the shipped price table can't be read", e);
        }
    }

    /** {@code prices: [{ model, input, output, cache-read?, cache-write-5m?, cache-write-1h? }]}, USD per million tokens. */
    private static Map<String, Price> overrides(Path file) {
        List<String> problems = new ArrayList<>();
        Map<String, Price> prices = new HashMap<>();
        try {
            JsonNode tree = new ObjectMapper(new YAMLFactory()).readTree(Files.readAllBytes(file));
            for (JsonNode row : tree.path("prices")) {
                String model = row.path("model").asText("");
                if (model.isBlank()) {
                    problems.add("prices: a row without a model (expected: model, input, output)");
                    continue;
                }
                long input = picos(row, model, "input", -1, problems);
                long output = picos(row, model, "output", -1, problems);
                Price.Rates rates = new Price.Rates(
                        input,
                        output,
                        picos(row, model, "cache-read", input, problems),
                        picos(row, model, "cache-write-5m", input, problems),
                        picos(row, model, "cache-write-1h", input, problems));
                prices.put(model, new Price("own/" + file.getFileName(), rates, null));
            }
        } catch (IOException e) {
            problems.add("prices.file: " + file + " can't be read (expected: a YAML file)");
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return prices;
    }

    private static long picos(JsonNode row, String model, String field, long otherwise, List<String> problems) {
        String text = row.path(field).asText("");
        if (text.isEmpty() && otherwise >= 0) {
            return otherwise;
        }
        try {
            long value = new BigDecimal(text).movePointRight(6).longValueExact();
            if (value >= 0) {
                return value;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            problems.add("prices " + model + "." + field + ": \"" + text
                    + "\" (expected: USD per million tokens, at most 6 decimals)");
            return 0;
        }
        problems.add("prices " + model + "." + field + ": " + text + " (expected: 0 or more)");
        return 0;
    }
}
