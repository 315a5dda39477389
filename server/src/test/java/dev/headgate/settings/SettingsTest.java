package dev.headgate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.Vault;
import dev.headgate.store.Store;
import dev.headgate.testkit.TestPostgres;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that several change at once. */
class SettingsTest {
    private static final int CHANGES = 40;

    /** A setting to count in. */
    record Counter(int count, String other) {
        static final Topic<Counter> TOPIC = new Topic<>("counter", Counter.class, new Counter(0, "default"));
    }

    @Test
    void noChangeIsLostOnSqlite(@TempDir Path folder) throws Exception {
        noChangeIsLost("sqlite:" + folder.resolve("settings.db"));
    }

    /** Two gateways that change one topic at once must not forget a key or a page of each other's. */
    @Test
    void noChangeIsLostOnPostgresql() throws Exception {
        noChangeIsLost(TestPostgres.freshDatabase());
    }

    private static void noChangeIsLost(String url) throws Exception {
        SecureRandom random = new SecureRandom();
        try (Store store = Store.open(url)) {
            Settings settings = new Settings(store, new Vault(new byte[32], random), InstantSource.system());
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < CHANGES; i++) {
                    threads.execute(() ->
                            settings.change(Counter.TOPIC, old -> new Counter(old.count() + 1, old.other())));
                }
            }
            assertThat(settings.of(Counter.TOPIC)).isEqualTo(new Counter(CHANGES, "default"));
        }
    }
}
