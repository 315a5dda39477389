package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.admin.Setup;
import dev.headgate.base.IdSource;
import dev.headgate.base.Secret;
import dev.headgate.identity.Identity;
import dev.headgate.identity.People;
import dev.headgate.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another store than that of the first start: the owner is made there, and the settings file names it from then on. */
class FirstStartTest {
    private final Edges edges = Edges.system();

    @TempDir
    Path folder;

    private Store store;
    private Path file;
    private FirstStart first;

    @BeforeEach
    void open() throws Exception {
        String url = "sqlite:" + folder.resolve("first.db");
        store = Store.open(url);
        file = folder.resolve("headgate.yaml");
        Files.writeString(file, "server: { port: 8181 }\n");
        IdSource ids = new IdSource(edges.clock(), edges.random());
        first = new FirstStart(
                new People(store, ids, edges.random(), edges.clock(), edges.ticker()),
                new Identity(store, ids, edges.random(), edges.clock(), edges.ticker()),
                edges,
                new FirstStart.Where(url, file));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Setup.Wish wish(String url) {
        return new Setup.Wish("first@example.com", new Secret("a good long password"), new Secret(url));
    }

    private static long owners(String url) {
        try (Store there = Store.open(url)) {
            return there.read(handle -> handle.createQuery("select count(*) from logins where role = 'owner'")
                    .mapTo(Long.class)
                    .one());
        }
    }

    @Test
    void theChosenStoreGetsTheOwnerAndStandsInTheSettings() throws Exception {
        String chosen = "sqlite:" + folder.resolve("chosen.db");
        Setup.Finished finished = first.finish(wish(chosen));
        assertThat(finished.restart()).isTrue();
        assertThat(finished.file()).isEqualTo(file.toString());
        assertThat(Files.readString(file)).contains("8181", chosen);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .as("it may hold a password")
                .isEqualTo("rw-------");
        assertThat(owners(chosen)).isEqualTo(1);
        assertThat(first.needed()).as("this one has none").isTrue();
    }

    @Test
    void aStoreThatHasAnOwnerIsNotTakenOver() throws Exception {
        String chosen = "sqlite:" + folder.resolve("chosen.db");
        first.finish(wish(chosen));
        String before = Files.readString(file);
        assertThatThrownBy(() -> first.finish(wish(chosen))).hasMessageContaining("has an owner already");
        assertThat(Files.readString(file)).isEqualTo(before);
        assertThat(owners(chosen)).isEqualTo(1);
    }

    @Test
    void aStoreThatCantBeReachedChangesNothing() throws Exception {
        assertThatThrownBy(() -> first.finish(wish("postgresql://u:hush@127.0.0.1:1/db")))
                .hasMessageContaining("store_url")
                .message()
                .doesNotContain("hush");
        assertThat(Files.readString(file)).isEqualTo("server: { port: 8181 }\n");
    }
}
