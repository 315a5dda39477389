package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.config.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference is made from the records; a stale one misleads. {@code -Dheadgate.update=true} writes it. */
class ConfigReferenceTest {
    @Test
    void referenceIsUpToDate() throws Exception {
        Path file = Path.of("../docs/reference/config.md");
        String made = Reference.markdown(HeadgateConfig.class);
        if (Boolean.getBoolean("headgate.update")) {
            Files.writeString(file, made);
        }
        assertThat(Files.readString(file)).isEqualTo(made);
    }
}
