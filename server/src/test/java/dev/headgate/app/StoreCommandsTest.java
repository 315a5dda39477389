package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Money;
import dev.headgate.store.Store;
import dev.headgate.usage.JournalConfig;
import dev.headgate.usage.UsageBook;
import dev.headgate.usage.UsageJournal;
import dev.headgate.usage.UsageRecord;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup or a move of the store loses nothing and says what it did. */
class StoreCommandsTest {
    @TempDir
    private Path folder;

    private Path data() {
        return folder.resolve("data");
    }

    private Store store() {
        return Store.open("sqlite:" + data().resolve("headgate.db"));
    }

    private static void settle(Store store, int from, int to) {
        List<UsageRecord> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add(BooksContract.record(i, i % 2 == 0));
        }
        new UsageBook(store, new LedgerSettlement(BooksContract.billing(store, InstantSource.system())))
                .settle(records);
    }

    private static Typed export(Path data) {
        return Typed.run("usage export --format csv --data " + data);
    }

    /** The server goes on while it is backed up: the copy must be of one instant, with whole books. */
    @Test
    void aBackupTakenWhileCallsAreSettledIsWhole() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Path backup = folder.resolve("backup");
        try (Store store = store()) {
            settle(store, 0, 500);
            Thread server = Thread.ofPlatform().start(() -> {
                for (int i = 500; !stop.get(); i += 10) {
                    settle(store, i, i + 10);
                }
            });
            Typed typed = Typed.run("store backup --to " + backup + " --data " + data());
            stop.set(true);
            server.join();

            assertThat(typed.err()).isEmpty();
            assertThat(typed.code()).isZero();
            assertThat(typed.out()).contains("master.key").contains("can't be read");
        }
        assertThat(Typed.run("ledger verify --data " + backup).code()).isZero();
        assertThat(export(backup).out().lines().count()).isGreaterThan(500);
        assertThat(Typed.run("store backup --to " + backup + " --data " + data())
                        .code())
                .as("never over another backup")
                .isEqualTo(2);
    }

    /** Calls that are journalled and not yet settled are money too. */
    @Test
    void aBackupHoldsWhatIsNotYetSettled() throws Exception {
        store().close();
        try (UsageJournal journal =
                UsageJournal.open(data().resolve("journal"), JournalConfig.DEFAULTS, System::nanoTime)) {
            CountDownLatch written = new CountDownLatch(1);
            journal.append(BooksContract.record(7, true), failure -> written.countDown());
            written.await();
        }
        Path backup = folder.resolve("backup");
        assertThat(Typed.run("store backup --to " + backup + " --data " + data())
                        .code())
                .isZero();

        try (Headgate restored = Headgate.start(
                ConfigLoader.load(
                        null, java.util.Map.of("HEADGATE_DATA", backup.toString(), "HEADGATE_SERVER_PORT", "0")),
                Edges.system())) {
            assertThat(restored.billing().ledger().userBalances()).containsEntry(BooksContract.USER, new Money(-1_007));
        }
    }

    @Test
    void aStoreMovesToAnotherAndIsTheSameThere() throws IOException {
        try (Store store = store()) {
            settle(store, 0, 2_500);
        }
        Path there = Files.createDirectories(folder.resolve("there"));

        Typed typed = Typed.run("store copy --to sqlite:" + there.resolve("headgate.db") + " --data " + data());

        assertThat(typed.err()).isEmpty();
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).contains("usage: 2500 rows").contains("The books balance");
        assertThat(export(there).out()).isEqualTo(export(data()).out());
        Typed again = Typed.run("store copy --to sqlite:" + there.resolve("headgate.db") + " --data " + data());
        assertThat(again.code()).as("never into a store that holds something").isEqualTo(2);
        assertThat(again.err()).contains("expected: an empty store");
    }

    @Test
    @Tag("slow")
    void aStoreMovesToPostgresqlAndBack() throws IOException {
        try (Store store = store()) {
            settle(store, 0, 1_200);
            BooksContract.billing(store, InstantSource.system())
                    .ledger()
                    .grantOnce("grant:1", BooksContract.USER, new Money(5), "test");
        }
        Path back = Files.createDirectories(folder.resolve("back"));
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            String url = "postgresql://postgres@localhost:" + server.getPort() + "/postgres";
            Typed there = Typed.run("store copy --to " + url + " --data " + data());
            assertThat(there.err()).isEmpty();
            assertThat(there.out()).contains("usage: 1200 rows").contains("The books balance");

            Path settings =
                    Files.writeString(folder.resolve("pg.yaml"), "store: { url: \"" + url + "\" }\ndata: " + back);
            assertThat(Typed.run("store copy --to sqlite:" + back.resolve("headgate.db") + " --config " + settings)
                            .out())
                    .contains("usage: 1200 rows");
            Typed backup = Typed.run("store backup --to " + folder.resolve("b") + " --config " + settings);
            assertThat(backup.code()).isEqualTo(2);
            assertThat(backup.err()).contains("pg_dump");
        }
        assertThat(export(back).out()).isEqualTo(export(data()).out());
    }

    @Test
    void aStoreInUseIsNotMoved() {
        store().close();
        try (DataFolder _ = DataFolder.take(data())) {
            Typed typed = Typed.run("store copy --to sqlite:" + folder.resolve("x.db") + " --data " + data());
            assertThat(typed.code()).isEqualTo(1);
            assertThat(typed.err()).contains("in use");
        }
        assertThat(folder.resolve("x.db")).doesNotExist();
    }

    @Test
    void wrongUsageIsSaidWithCodeTwo() {
        for (String line :
                List.of("store copy", "store backup", "store", "no-such-command", "store copy --to mysql://x")) {
            Typed typed = Typed.run(line);
            assertThat(typed.code()).as(line).isEqualTo(2);
            assertThat(typed.err()).as(line).isNotBlank();
        }
    }

    @Test
    void replaySendsARecordingAndSaysWhatCameBack() throws IOException {
        Path recording = Files.writeString(folder.resolve("one.json"), """
                {"protocol": "anthropic-messages", "response": {"status": 200}, "request": {"method": "POST", "path": "/v1/messages",
                 "headers": {"content-type": "application/json", "authorization": "Bearer of-then"},
                 "body": {"model": "claude-sonnet-4-5", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}}}
                """);
        try (TestGateway gateway = TestGateway.start("")) {
            String line =
                    "replay --url http://127.0.0.1:" + gateway.port() + " --key " + TestGateway.KEY + " " + recording;
            Typed typed = Typed.run(line);

            assertThat(typed.err()).isEmpty();
            assertThat(typed.code()).isZero();
            assertThat(typed.out())
                    .containsPattern("one.json: 200, first byte \\d+ ms, \\d+ ms, input=\\d+ output=[1-9]");
            assertThat(typed.out()).contains("1 sent, 0 with another status than recorded, 0 without an answer");
        }
    }
}
