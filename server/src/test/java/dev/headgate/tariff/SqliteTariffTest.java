package dev.headgate.tariff;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Prices on SQLite. */
class SqliteTariffTest extends TariffContract {
    @TempDir
    Path folder;

    @Override
    String url() {
        return "sqlite:" + folder.resolve("test.db");
    }
}
