package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.config.Binder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one data folder would settle and delete each other's journal. */
class DataFolderTest {
    private static HeadgateConfig config(Path folder) {
        return new Binder(Map.of())
                .bind(
                        HeadgateConfig.class,
                        ConfigLoader.parse("server: { port: 0 }\ndata: " + folder.resolve("data"), "test"));
    }

    @Test
    void aSecondServerRefusesToStartAndTheFirstGoesOn(@TempDir Path folder) {
        try (Headgate first = Headgate.start(config(folder), Edges.system())) {
            assertThatThrownBy(() -> Headgate.start(config(folder), Edges.system()))
                    .hasMessageContaining("data: " + folder.resolve("data"))
                    .hasMessageContaining("in use by another headgate");
            assertThat(first.port()).isPositive();
        }
        try (Headgate next = Headgate.start(config(folder), Edges.system())) {
            assertThat(next.port()).isPositive();
        }
    }
}
