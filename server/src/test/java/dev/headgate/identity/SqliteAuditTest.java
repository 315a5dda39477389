package dev.headgate.identity;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteAuditTest extends AuditContract {
    @TempDir
    Path folder;

    @Override
    String url() {
        return "sqlite:" + folder.resolve("test.db");
    }
}
