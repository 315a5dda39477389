package dev.headgate.billing;

import dev.headgate.testkit.TestPostgres;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class PostgresqlMoneyListsTest extends MoneyListsContract {
    @Override
    String url() {
        return TestPostgres.freshDatabase();
    }
}
