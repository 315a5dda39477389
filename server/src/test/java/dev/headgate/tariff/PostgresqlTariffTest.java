package dev.headgate.tariff;

import dev.headgate.testkit.TestPostgres;
import org.junit.jupiter.api.Tag;

/** Prices on PostgreSQL. */
@Tag("slow")
class PostgresqlTariffTest extends TariffContract {
    @Override
    String url() {
        return TestPostgres.freshDatabase();
    }
}
