package dev.headgate.identity;

import dev.headgate.testkit.TestPostgres;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class PostgresqlAuditTest extends AuditContract {
    @Override
    String url() {
        return TestPostgres.freshDatabase();
    }
}
