package dev.headgate.admin;

import dev.headgate.testkit.TestPostgres;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class PostgresqlContractTest extends ApiContract {
    @Override
    boolean has(Endpoint<?> endpoint) {
        return !endpoint.id().startsWith("backups.") || endpoint.id().equals("backups.list");
    }

    @Override
    String store() {
        return "store: { url: \"" + TestPostgres.freshDatabase() + "\" }";
    }
}
