package dev.headgate.usage;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The log and its sums on SQLite. */
@Tag("slow")
class SqliteUsageBookTest extends UsageBookContract {
    @TempDir
    Path folder;

    @Override
    String url() {
        return "sqlite:" + folder.resolve("test.db");
    }
}
