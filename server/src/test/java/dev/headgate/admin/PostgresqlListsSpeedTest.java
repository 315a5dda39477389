package dev.headgate.admin;

import dev.headgate.testkit.TestPostgres;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class PostgresqlListsSpeedTest extends ListsSpeedContract {
    @Override
    String store() {
        return "store: { url: \"" + TestPostgres.freshDatabase() + "\" }";
    }
}
