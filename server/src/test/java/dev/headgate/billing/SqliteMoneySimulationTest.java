package dev.headgate.billing;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class SqliteMoneySimulationTest extends MoneySimulationContract {
    @TempDir
    Path folder;

    private int databases;

    @Override
    String url() {
        return "sqlite:" + folder.resolve("test" + ++databases + ".db");
    }
}
