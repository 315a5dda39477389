package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.base.Bytes;
import dev.headgate.base.Secret;
import dev.headgate.config.Binder;
import dev.headgate.config.ConfigException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every settings record, found from the tree itself, so that a new one is tested the day it is added: its defaults, the mapping
 * of every key by file and by environment, and the refusal of every misspelled key at once.
 */
class ConfigRecordsTest {
    /** Samples of settings whose range or meaning a value made from the default would miss. */
    private static final Map<String, String> SAMPLES = Map.of(
            "store.url", "sqlite:elsewhere.db",
            "secrets.master-key", "a2V5",
            "server.public-url", "https://ai.example.com",
            "server.port", "9090",
            "mail.from", "headgate@example.com",
            "prices.zone", "Europe/Berlin",
            "usage.retention", "90d",
            "prices.refresh", "24h",
            "limits.time-zone", "Asia/Tokyo");

    /** Settings that take no other value than their default in this version. */
    private static final Set<String> FIXED = Set.of("cluster.url");

    /** One setting: where it stands, what it holds by default, and another valid value. */
    private record Setting(List<RecordComponent> route, String key, Object before, String sample) {
        Object in(Object root) {
            Object at = root;
            for (RecordComponent component : route) {
                at = value(component, at);
            }
            return at;
        }
    }

    private static Object value(RecordComponent component, Object of) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** Record's key (empty for the top) → its settings. */
    private static Map<String, List<Setting>> records() {
        Map<String, List<Setting>> records = new LinkedHashMap<>();
        collect(HeadgateConfig.DEFAULTS, "", List.of(), records);
        return records;
    }

    private static void collect(
            Object record, String path, List<RecordComponent> route, Map<String, List<Setting>> records) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String key = (path.isEmpty() ? "" : path + ".") + kebab(component.getName());
            List<RecordComponent> here = new ArrayList<>(route);
            here.add(component);
            Object before = value(component, record);
            Class<?> type = component.getType();
            if (type.isRecord()
                    && type.getPackageName().startsWith("dev.headgate")
                    && !type.getPackageName().endsWith("base")) {
                collect(before, key, here, records);
            } else if (type != List.class && !FIXED.contains(key)) {
                records.computeIfAbsent(path, made -> new ArrayList<>())
                        .add(new Setting(here, key, before, SAMPLES.getOrDefault(key, sample(type, before, key))));
            }
        }
    }

    private static String sample(Class<?> type, Object before, String key) {
        if (type == boolean.class) {
            return String.valueOf(!(Boolean) before);
        }
        if (type == Duration.class) {
            return ((Duration) before).toMillis() + 1_000 + "ms";
        }
        if (type == Bytes.class) {
            return String.valueOf(((Bytes) before).count() + 1);
        }
        if (type == int.class || type == long.class) {
            return String.valueOf(((Number) before).longValue() + 1);
        }
        if (type == Integer.class || type == Long.class) {
            return "7";
        }
        if (type.isEnum()) {
            Object[] all = type.getEnumConstants();
            return all[all[0].equals(before) ? 1 : 0]
                    .toString()
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '-');
        }
        assertThat(type).as("%s: a type without a sample", key).isIn(String.class, Path.class, Secret.class);
        return "sample-" + key;
    }

    private static ObjectNode tree(List<Setting> settings, String prefix) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        for (Setting setting : settings) {
            List<String> parts = List.of(setting.key().split("\\.", -1));
            ObjectNode at = root;
            for (String group : parts.subList(0, parts.size() - 1)) {
                at = at.withObject("/" + group);
            }
            at.put(prefix + parts.getLast(), setting.sample());
        }
        return root;
    }

    private static HeadgateConfig bind(ObjectNode tree, Map<String, String> environment) {
        return new Binder(environment).bind(HeadgateConfig.class, tree);
    }

    private static Stream<DynamicTest> each(java.util.function.Consumer<List<Setting>> test) {
        Map<String, List<Setting>> records = records();
        assertThat(records.keySet()).contains("", "server", "store", "secrets", "gateway", "journal", "metrics");
        return records.entrySet().stream()
                .map(record -> DynamicTest.dynamicTest(
                        record.getKey().isEmpty() ? "(top)" : record.getKey(), () -> test.accept(record.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> whatIsNotSetKeepsItsDefault() {
        return each(settings -> {
            HeadgateConfig bound = bind(JsonNodeFactory.instance.objectNode(), Map.of());
            assertThat(settings)
                    .allSatisfy(setting -> assertThat(setting.in(bound)).isEqualTo(setting.before()));
        });
    }

    @TestFactory
    Stream<DynamicTest> everyKeyOfTheFileReachesItsComponent() {
        return each(settings -> {
            HeadgateConfig bound = bind(tree(settings, ""), Map.of());
            assertThat(settings).allSatisfy(setting -> changed(setting, bound));
        });
    }

    @TestFactory
    Stream<DynamicTest> everyEnvironmentNameReachesItsComponent() {
        return each(settings -> {
            Map<String, String> environment = new HashMap<>();
            settings.forEach(setting -> environment.put(Binder.environmentName(setting.key()), setting.sample()));
            HeadgateConfig bound = bind(JsonNodeFactory.instance.objectNode(), environment);
            assertThat(settings).allSatisfy(setting -> changed(setting, bound));
        });
    }

    private static void changed(Setting setting, HeadgateConfig bound) {
        Object now = setting.in(bound);
        assertThat(now).as(setting.key()).isNotNull().isNotEqualTo(setting.before());
        if (now instanceof String || now instanceof Number || now instanceof Boolean) {
            assertThat(String.valueOf(now)).isEqualTo(setting.sample());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyMisspelledKeyIsReportedAtOnce() {
        return each(settings -> {
            ConfigException refusal =
                    catchThrowableOfType(ConfigException.class, () -> bind(tree(settings, "x-"), Map.of()));
            assertThat(refusal.problems()).hasSameSizeAs(settings);
            for (Setting setting : settings) {
                int dot = setting.key().lastIndexOf('.') + 1;
                String misspelled =
                        setting.key().substring(0, dot) + "x-" + setting.key().substring(dot);
                assertThat(refusal.problems())
                        .anyMatch(line -> line.startsWith(misspelled + ": unknown key")
                                && line.contains(setting.key().substring(dot)));
            }
        });
    }
}
