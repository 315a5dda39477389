package dev.headgate.webhooks;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks on SQLite. */
@Tag("slow")
class SqliteWebhookTest extends WebhookContract {
    @TempDir
    Path folder;

    @Override
    String url() {
        return "sqlite:" + folder.resolve("test.db");
    }
}
