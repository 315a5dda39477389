package dev.headgate.accounts;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class StandstillsTest extends StandstillsContract {
    @TempDir
    private Path folder;

    @Override
    String url() {
        return "sqlite:" + folder.resolve("test.db");
    }
}
