package dev.headgate.webhooks;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks on SQLite. */
class SqliteWebhookTest extends WebhookContract {
    @TempDir
    Path folder;

    @Override
    String url() {
        return "sqlite:" + folder.resolve("test.db");
    }
}
