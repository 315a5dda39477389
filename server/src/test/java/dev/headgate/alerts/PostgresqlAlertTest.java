package dev.headgate.alerts;

import dev.headgate.testkit.TestPostgres;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class PostgresqlAlertTest extends AlertContract {
    @Override
    String url() {
        return TestPostgres.freshDatabase();
    }
}
