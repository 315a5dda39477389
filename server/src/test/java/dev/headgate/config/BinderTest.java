package dev.headgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.base.Bytes;
import dev.headgate.base.Check;
import dev.headgate.base.Money;
import dev.headgate.base.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The binder by itself: every type, every way to be wrong, names and precedence. */
class BinderTest {
    record Tree(Leaf leaf, List<Item> items, List<String> words) {
        static final Tree DEFAULTS = new Tree(Leaf.DEFAULTS, List.of(), List.of());
    }

    record Leaf(
            Duration waitMax,
            Bytes size,
            boolean on,
            int count,
            long big,
            Kind kind,
            @Nullable Path file,
            @Nullable Secret token) {
        static final Leaf DEFAULTS =
                new Leaf(Duration.ofSeconds(1), new Bytes(1), false, 1, 1L, Kind.ONE_WAY, null, null);

        Leaf {
            Check.range("count", count, 1, 10);
        }
    }

    record Item(@Doc("its name") String name, @Nullable Money price) {}

    enum Kind {
        ONE_WAY,
        OTHER
    }

    private static Tree bind(String json, Map<String, String> environment) {
        try {
            return new Binder(environment).bind(Tree.class, new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<String> problems(String json, Map<String, String> environment) {
        return catchThrowableOfType(ConfigException.class, () -> bind(json, environment))
                .problems();
    }

    @Test
    void everyTypeIsReadAsItIsWritten() {
        Tree tree = bind("""
                {"leaf": {"wait-max": "2h", "size": "64KiB", "on": true, "count": 3, "big": 5000000000, "kind": "other",
                          "file": "./x", "token": "s"},
                 "items": [{"name": "a", "price": 1.5}, {"name": "b"}], "words": ["x", "y"]}
                """, Map.of());

        assertThat(tree.leaf())
                .isEqualTo(new Leaf(
                        Duration.ofHours(2),
                        new Bytes(65_536),
                        true,
                        3,
                        5_000_000_000L,
                        Kind.OTHER,
                        Path.of("./x"),
                        new Secret("s")));
        assertThat(tree.items()).containsExactly(new Item("a", Money.parseUsd("1.5")), new Item("b", null));
        assertThat(tree.words()).containsExactly("x", "y");
    }

    @Test
    void whatIsAbsentOrNullKeepsItsDefault() {
        assertThat(bind("{}", Map.of())).isEqualTo(Tree.DEFAULTS);
        assertThat(bind("{\"leaf\": {\"count\": null}}", Map.of())).isEqualTo(Tree.DEFAULTS);
        assertThat(bind("{\"leaf\": null}", Map.of())).isEqualTo(Tree.DEFAULTS);
    }

    @Test
    void theEnvironmentWinsUnderItsDerivedName() {
        assertThat(Binder.environmentName("gateway.max-body")).isEqualTo("HEADGATE_GATEWAY_MAX_BODY");

        Tree tree = bind(
                "{\"leaf\": {\"wait-max\": \"5s\"}}",
                Map.of("HEADGATE_LEAF_WAIT_MAX", "7s", "HEADGATE_LEAF_ON", "true"));
        assertThat(tree.leaf().waitMax()).isEqualTo(Duration.ofSeconds(7));
        assertThat(tree.leaf().on()).isTrue();
    }

    @Test
    void variablesInValuesAreExpanded() {
        Tree tree = bind(
                "{\"leaf\": {\"token\": \"a${ONE}b${TWO:-two}\"}, \"words\": [\"${ONE}\"]}", Map.of("ONE", "$1{x}"));

        assertThat(tree.leaf().token()).isEqualTo(new Secret("a$1{x}btwo"));
        assertThat(tree.words()).containsExactly("$1{x}");
    }

    /** An operator mends a file in one go, not key by key. */
    @Test
    void everythingThatIsWrongIsSaidAtOnceWithKeyValueAndExpectation() {
        List<String> said = problems("""
                {"leafs": 1,
                 "leaf": {"wait-max": "soon", "size": -1, "on": "yes", "count": "many", "big": 1.5, "kind": "third",
                          "token": {"x": "planted"}, "wait": 1},
                 "items": [{"price": "free"}, 7, {"name": "${UNSET}"}], "words": "one"}
                """, Map.of());

        assertThat(said)
                .anyMatch(line -> line.startsWith("leafs: unknown key (expected: one of leaf, items, words)"))
                .anyMatch(line -> line.startsWith("leaf.wait: unknown key"))
                .anyMatch(line -> line.startsWith("leaf.wait-max: \"soon\" (expected: a duration"))
                .anyMatch(line -> line.startsWith("leaf.size: "))
                .anyMatch(line -> line.startsWith("leaf.on: \"yes\" (expected: true or false)"))
                .anyMatch(line -> line.startsWith("leaf.count: \"many\" (expected: a whole number)"))
                .anyMatch(line -> line.startsWith("leaf.big: \"1.5\" (expected: a whole number)"))
                .anyMatch(line -> line.startsWith("leaf.kind: \"third\" (expected: one-way or other)"))
                .anyMatch(line -> line.startsWith("leaf.token: a group (expected: a single value)"))
                .anyMatch(line -> line.startsWith("items[0].name: missing (expected: its name)"))
                .anyMatch(line -> line.startsWith("items[0].price: "))
                .anyMatch(line -> line.startsWith("items[1]: \"7\" (expected: a group of settings)"))
                .anyMatch(line -> line.startsWith("items[2].name: ${UNSET} is not set"))
                .anyMatch(line -> line.startsWith("words: \"one\" (expected: a list)"))
                .noneMatch(line -> line.contains("planted"));
    }

    @Test
    void aRecordsOwnCheckNamesItsKey() {
        assertThat(problems("{\"leaf\": {\"count\": 11}}", Map.of()))
                .containsExactly("leaf.count: 11 (expected: 1 - 10)");
        assertThat(problems("{}", Map.of("HEADGATE_LEAF_COUNT", "0")))
                .containsExactly("leaf.count: 0 (expected: 1 - 10)");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "20ms,20", "5s,5000", "10m,600000", "2h,7200000", "1d,86400000"})
    void durationsAreReadInEachUnit(String text, long millis) {
        assertThat(Values.duration(text)).isEqualTo(Duration.ofMillis(millis));
    }

    /** The reference shows defaults as they would be written. */
    @Property
    void whatIsWrittenIsReadBack(@ForAll @LongRange(min = 0, max = 999_999_999) long number) {
        Duration duration = Duration.ofMillis(number);
        assertThat(Values.duration(Values.write(duration))).isEqualTo(duration);
        Bytes bytes = new Bytes(number << number % 12);
        assertThat(Bytes.parse(Values.write(bytes))).isEqualTo(bytes);
    }
}
