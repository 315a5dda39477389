package dev.headgate.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Each log line is one JSON object on one line, whatever stands in it. */
class JsonLinesTest {
    private static JsonNode encoded(String logger, String message, @Nullable Throwable failure) throws IOException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        LoggingEvent event = new LoggingEvent("", context.getLogger(logger), Level.WARN, message, failure, null);
        String line = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
        assertThat(line).endsWith("}\n").doesNotContain("\r");
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        return new ObjectMapper().readTree(line);
    }

    @Test
    void aMessageAndItsFailureStayOneLine() throws IOException {
        JsonNode line = encoded("dev.headgate.Some", "two\nlines \"quoted\"", new IllegalStateException("why"));

        assertThat(line.path("message").asText()).isEqualTo("two\nlines \"quoted\"");
        assertThat(line.path("level").asText()).isEqualTo("WARN");
        assertThat(line.path("logger").asText()).isEqualTo("dev.headgate.Some");
        assertThat(line.path("error").asText())
                .contains("IllegalStateException: why")
                .contains("JsonLinesTest");
        assertThat(java.time.Instant.parse(line.path("time").asText())).isNotNull();
    }

    @Test
    void anAccessLineHasAFieldForEachWord() throws IOException {
        JsonNode line = encoded(
                Logs.ACCESS, "request_id=0197-a path=/v1/x=y status=200 error=- model=007 first_byte_ms=-1", null);

        assertThat(line.path("request_id").asText()).isEqualTo("0197-a");
        assertThat(line.path("path").asText()).isEqualTo("/v1/x=y");
        assertThat(line.path("status").isInt()).isTrue();
        assertThat(line.path("first_byte_ms").asInt()).isEqualTo(-1);
        assertThat(line.path("model").isTextual())
                .as("a name of digits stays as it is")
                .isTrue();
        assertThat(line.has("message")).isFalse();
    }
}
