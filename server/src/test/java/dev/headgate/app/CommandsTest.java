package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Money;
import dev.headgate.store.Store;
import dev.headgate.usage.JournalConfig;
import dev.headgate.usage.UsageBook;
import dev.headgate.usage.UsageJournal;
import dev.headgate.usage.UsageRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types, as it is typed. */
class CommandsTest {
    @TempDir
    private Path folder;

    private String data() {
        return " --data " + folder;
    }

    private Store store() {
        return Store.open("sqlite:" + folder.resolve("headgate.db"));
    }

    private static UsageBook book(Store store) {
        return new UsageBook(store, new LedgerSettlement(BooksContract.billing(store, InstantSource.system())));
    }

    @Test
    void aLookAtAFolderWithoutADatabaseMakesNone() {
        Path nowhere = folder.resolve("nowhere");
        for (String command : List.of("usage export", "ledger verify", "keys")) {
            Typed typed = Typed.run(command + " --data " + nowhere);
            assertThat(typed.code()).as(command).isEqualTo(2);
            assertThat(typed.err()).contains("nowhere").contains("--data");
        }
        assertThat(nowhere).doesNotExist();
    }

    /** Who exports from a cron job has the accounts' secrets nowhere at hand. */
    @Test
    void commandsOnWhatIsStoredNeedNoSecretsOfAccounts() throws IOException {
        store().close();
        Path settings = Files.writeString(folder.resolve("headgate.yaml"), """
                data: %s
                declare:
                  accounts:
                    - { name: a, provider: anthropic, credential: { type: api-key, api-key: "${SURELY_NOT_SET}" } }
                """.formatted(folder));
        for (String command : List.of("usage export", "ledger verify", "keys", "journal recover")) {
            assertThat(Typed.run(command + " --config " + settings).code())
                    .as(command)
                    .isZero();
        }
        assertThat(Typed.run("check-config --config " + settings).err()).contains("${SURELY_NOT_SET} is not set");
    }

    @Test
    void anExportThatCantBeWrittenFails() {
        try (Store store = store()) {
            book(store).settle(List.of(BooksContract.record(1, true)));
        }
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                throw new IOException("no space left");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        StringWriter said = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(full))
                .setErr(new PrintWriter(said, true))
                .execute("usage", "export", "--data", folder.toString());

        assertThat(code).isEqualTo(1);
        assertThat(said.toString()).contains("can't be written");
    }

    /** Three records, of which the second is damaged; returns the file that was kept aside. */
    private Path damagedSegment() throws Exception {
        Path journal = folder.resolve("journal");
        try (UsageJournal writing = UsageJournal.open(journal, JournalConfig.DEFAULTS, System::nanoTime)) {
            CountDownLatch written = new CountDownLatch(3);
            for (int i = 1; i <= 3; i++) {
                writing.append(BooksContract.record(i, true), failure -> written.countDown());
            }
            written.await();
        }
        Path segment;
        try (var files = Files.list(journal)) {
            segment = files.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        int second = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("request-2");
        bytes[second] ^= 1;
        Path aside = segment.resolveSibling(segment.getFileName() + ".damaged");
        Files.delete(segment);
        return Files.write(aside, bytes);
    }

    @Test
    void recoverSettlesWhatCanBeReadOnceHoweverOftenItIsRun() throws Exception {
        Path aside = damagedSegment();
        UsageRecord first = BooksContract.record(1, true);
        try (Store store = store()) {
            book(store).settle(List.of(first));
        }

        Typed typed = Typed.run("journal recover" + data());

        assertThat(typed.err()).isEmpty();
        assertThat(typed.code()).isZero();
        assertThat(typed.out())
                .contains(aside + ": 2 whole records")
                .containsPattern("\\d+ bytes from byte \\d+ on can't be read")
                .contains("1 settled now, 1 were settled before");
        assertThat(Typed.run("journal recover " + aside + data()).out())
                .contains("0 settled now, 2 were settled before");
        assertThat(Typed.run("ledger verify" + data()).code()).isZero();
        try (Store store = store()) {
            assertThat(BooksContract.billing(store, InstantSource.system())
                            .ledger()
                            .userBalances())
                    .containsEntry(BooksContract.USER, new Money(-(1_001 + 1_003)));
        }
        assertThat(aside).exists();
    }

    @Test
    void recoverOnlyLooksWhenAskedTo() throws Exception {
        damagedSegment();
        store().close();

        assertThat(Typed.run("journal recover --dry-run" + data()).out())
                .contains("2 whole records")
                .doesNotContain("settled");
        assertThat(Typed.run("usage export" + data()).out()).isEmpty();
    }

    /** A running server keeps balances in memory, which would not learn of charges made behind its back. */
    @Test
    void recoverWaitsForTheServerToBeStopped() throws Exception {
        damagedSegment();
        store().close();
        try (DataFolder _ = DataFolder.take(folder)) {
            Typed typed = Typed.run("journal recover" + data());
            assertThat(typed.code()).isEqualTo(1);
            assertThat(typed.err()).contains("in use");
        }
        assertThat(Typed.run("usage export" + data()).out()).isEmpty();
    }

    @Test
    void recoverSaysWhenThereIsNothingToDoOrNoSuchFile() {
        store().close();
        assertThat(Typed.run("journal recover" + data()).out()).contains("nothing to recover");
        Typed typed = Typed.run("journal recover no-such-file" + data());
        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains("no-such-file: not there");
    }
}
