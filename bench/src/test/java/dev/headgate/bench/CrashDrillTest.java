package dev.headgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.bench.CrashDrill.Summary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A drill that cannot find wrong books proves nothing: it must pass right ones and catch each kind of wrong ones. */
@Tag("slow")
class CrashDrillTest {
    @TempDir
    private Path folder;

    private Summary drill(String mode) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                List.of(java, "-cp", System.getProperty("java.class.path"), "dev.headgate.bench.StandIn", mode);
        Gateway gateway = Gateway.headgate(command, folder, Gateway.freePort());
        return new CrashDrill(
                        gateway,
                        command,
                        new CrashDrill.Load(4, 400, Duration.ofMillis(500), "both"),
                        new SplittableRandom(7),
                        line -> {})
                .run(2);
    }

    @Test
    void rightBooksPassEveryKill() throws Exception {
        Summary summary = drill("good");
        assertThat(summary.good()).isTrue();
        assertThat(summary.rounds()).isEqualTo(2);
        assertThat(summary.last().seen()).isPositive();
        assertThat(summary.refused()).isZero();
    }

    @Test
    void unbalancedBooksAreCaught() throws Exception {
        Summary summary = drill("unbalanced");
        assertThat(summary.last().good()).isTrue();
        assertThat(summary.good()).isFalse();
    }

    @Test
    void lostCallsAreCaught() throws Exception {
        Summary summary = drill("lossy");
        assertThat(summary.good()).isFalse();
        assertThat(summary.last().missing()).isNotEmpty();
    }

    @Test
    void doubledCallsAreCaught() throws Exception {
        Summary summary = drill("doubling");
        assertThat(summary.good()).isFalse();
        assertThat(summary.last().doubled()).isNotEmpty();
    }
}
