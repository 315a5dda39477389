package dev.headgate.billing;

import dev.headgate.testkit.TestPostgres;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class PostgresqlSubscriptionTest extends SubscriptionContract {
    @Override
    String url() {
        return TestPostgres.freshDatabase();
    }
}
