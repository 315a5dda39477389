package dev.headgate.usage;

import dev.headgate.testkit.TestPostgres;
import org.junit.jupiter.api.Tag;

/** The log and its sums on PostgreSQL. */
@Tag("slow")
class PostgresqlUsageBookTest extends UsageBookContract {
    @Override
    String url() {
        return TestPostgres.freshDatabase();
    }
}
