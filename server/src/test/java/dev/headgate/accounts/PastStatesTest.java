package dev.headgate.accounts;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class PastStatesTest extends PastStatesContract {
    @TempDir
    private Path folder;

    @Override
    String url() {
        return "sqlite:" + folder.resolve("past.db");
    }
}
