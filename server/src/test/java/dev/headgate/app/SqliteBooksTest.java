package dev.headgate.app;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The books on SQLite. */
class SqliteBooksTest extends BooksContract {
    @TempDir
    Path folder;

    @Override
    String url() {
        return "sqlite:" + folder.resolve("test.db");
    }
}
