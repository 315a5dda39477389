package dev.headgate.app;

import dev.headgate.base.IdSource;
import dev.headgate.billing.Billing;
import dev.headgate.store.Store;
import dev.headgate.usage.JournalFolder;
import dev.headgate.usage.JournalRecovery;
import dev.headgate.usage.UsageBook;
import dev.headgate.usage.UsageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about the journal. */
@Command(
        name = "journal",
        description = "the journal of finished calls",
        mixinStandardHelpOptions = true,
        subcommands = JournalCommand.Recover.class)
final class JournalCommand {
    /**
     * Settles what can still be read of segments that were kept aside. A call that was settled before changes nothing, so it can be
     * run again. Not beside a running server, whose balances in memory would not learn of the charges.
     */
    @Command(
            name = "recover",
            description = "settle what can be read of damaged journal files, behind the damage too; the files stay",
            mixinStandardHelpOptions = true)
    static final class Recover implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Option(names = "--dry-run", description = "only say what the files hold")
        private boolean dryRun;

        @Parameters(arity = "0..*", paramLabel = "FILE", description = "default: all .damaged files of the journal")
        private List<Path> files = new ArrayList<>();

        @Override
        public Integer call() throws IOException {
            HeadgateConfig settings = config.loadUndeclared();
            List<Path> chosen =
                    files.isEmpty() ? JournalFolder.keptAside(settings.data().resolve("journal")) : files;
            if (chosen.isEmpty()) {
                config.out().println("No file of the journal was kept aside: nothing to recover.");
                return 0;
            }
            for (Path file : chosen) {
                if (!Files.isRegularFile(file)) {
                    throw new IllegalArgumentException(file + ": not there (expected: a file of the journal)");
                }
            }
            if (dryRun) {
                for (Path file : chosen) {
                    describe(file, JournalRecovery.read(file));
                }
                return 0;
            }
            try (DataFolder _ = DataFolder.takeExisting(settings.data());
                    Store store = Store.openExisting(settings.storeUrl())) {
                UsageBook book = new UsageBook(
                        store,
                        new LedgerSettlement(new Billing(
                                store,
                                new IdSource(
                                        Edges.system().clock(), Edges.system().random()),
                                Edges.system().clock())));
                for (Path file : chosen) {
                    recover(file, book);
                }
            }
            return 0;
        }

        private void recover(Path file, UsageBook book) throws IOException {
            JournalRecovery.Found found = JournalRecovery.read(file);
            describe(file, found);
            List<UsageRecord> records = found.records();
            int settled = records.isEmpty() ? 0 : book.settle(records);
            config.out()
                    .println("  " + settled + " settled now, " + (records.size() - settled) + " were settled before");
        }

        private void describe(Path file, JournalRecovery.Found found) {
            config.out().println(file + ": " + found.records().size() + " whole records");
            for (JournalRecovery.Gap gap : found.gaps()) {
                config.out().println("  " + gap.bytes() + " bytes from byte " + gap.at() + " on can't be read");
            }
        }
    }
}
