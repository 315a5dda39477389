package dev.headgate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EventTypeTest {
    /** A type is a promise to receivers: the guide names each. */
    @Test
    void theGuideNamesAllTypes() throws Exception {
        String guide = Files.readString(Path.of("../docs/guides/webhooks.md"));
        assertThat(EventType.values())
                .allSatisfy(type -> assertThat(guide).contains("`" + type.id() + "`"))
                .allSatisfy(type -> assertThat(EventType.of(type.id())).isEqualTo(type));
    }
}
