package dev.headgate.webhooks;

import dev.headgate.testkit.TestPostgres;
import org.junit.jupiter.api.Tag;

/** Webhooks on PostgreSQL. */
@Tag("slow")
class PostgresqlWebhookTest extends WebhookContract {
    @Override
    String url() {
        return TestPostgres.freshDatabase();
    }
}
