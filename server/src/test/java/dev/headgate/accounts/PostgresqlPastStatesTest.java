package dev.headgate.accounts;

import dev.headgate.testkit.TestPostgres;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class PostgresqlPastStatesTest extends PastStatesContract {
    @Override
    String url() {
        return TestPostgres.freshDatabase();
    }
}
