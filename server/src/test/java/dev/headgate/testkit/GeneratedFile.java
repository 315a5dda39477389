package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is made from the code and kept in the repository; a stale one misleads. {@code -Dheadgate.update=true} writes it. */
public final class GeneratedFile {
    private static final Path ROOT = Path.of("..");

    private GeneratedFile() {}

    /** Fails when the file isn't what was made now. {@code path} is from the repository's root. */
    public static void check(String path, String made) {
        Path file = ROOT.resolve(path);
        try {
            if (Boolean.getBoolean("headgate.update")) {
                Files.writeString(file, made);
            }
            assertThat(Files.exists(file) ? Files.readString(file) : "")
                    .as(path + " (made from the code; ./test update writes it)")
                    .isEqualTo(made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
