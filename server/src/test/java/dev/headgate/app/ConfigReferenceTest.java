package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.config.Reference;
import dev.headgate.config.Schema;
import dev.headgate.testkit.GeneratedFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference of the settings and their schema are made from the records. */
class ConfigReferenceTest {
    private static String schema() {
        return Schema.json(HeadgateConfig.class, "Headgate's settings");
    }

    @Test
    void referenceIsUpToDate() {
        GeneratedFile.check("docs/reference/config.md", Reference.markdown(HeadgateConfig.class));
    }

    @Test
    void schemaIsUpToDate() {
        GeneratedFile.check("docs/reference/config.schema.json", schema());
    }

    /** An editor that marks a valid default as wrong would be turned off. */
    @Test
    void everyDefaultHasTheFormThatTheSchemaAsksFor() throws Exception {
        int seen = defaults(new ObjectMapper().readTree(schema()));
        assertThat(seen).isGreaterThan(15);
    }

    private static int defaults(JsonNode schema) {
        int seen = 0;
        if (schema.has("default") && schema.has("pattern")) {
            Pattern form = Pattern.compile(schema.path("pattern").asText());
            assertThat(form.matcher(schema.path("default").asText()).find())
                    .as("%s", schema)
                    .isTrue();
            seen++;
        }
        for (JsonNode property : schema.path("properties")) {
            seen += defaults(property);
        }
        return seen + (schema.has("items") ? defaults(schema.path("items")) : 0);
    }
}
