package dev.headgate.alerts;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteAlertTest extends AlertContract {
    @TempDir
    Path folder;

    @Override
    String url() {
        return "sqlite:" + folder.resolve("test.db");
    }
}
