package dev.headgate.billing;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteCodeTest extends CodeContract {
    @TempDir
    Path folder;

    @Override
    String url() {
        return "sqlite:" + folder.resolve("test.db");
    }
}
