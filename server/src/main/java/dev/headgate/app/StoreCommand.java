package dev.headgate.app;

import dev.headgate.base.IdSource;
import dev.headgate.billing.Billing;
import dev.headgate.store.Store;
import dev.headgate.store.StoreCopy;
import dev.headgate.usage.UsageBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Commands about the store as a whole. */
@Command(
        name = "store",
        description = "the store: back it up, move it",
        mixinStandardHelpOptions = true,
        subcommands = {StoreCommand.Backup.class, StoreCommand.Copy.class})
final class StoreCommand {
    /** Copies SQLite and journal into a new folder, also while Headgate serves. */
    @Command(
            name = "backup",
            description = "copy an SQLite store and the journal to a new folder, also while Headgate serves",
            mixinStandardHelpOptions = true)
    static final class Backup implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Option(names = "--to", required = true, description = "the folder to make; as it is, it can be a data folder")
        private Path to = Path.of("");

        @Override
        public Integer call() throws IOException {
            HeadgateConfig settings = config.loadUndeclared();
            if (Files.exists(to)) {
                throw new IllegalArgumentException("--to: " + to + " is there already (expected: a folder to make)");
            }
            Path target = to.toAbsolutePath();
            Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
            try (Store store = Store.openExisting(settings.storeUrl())) {
                int files = StoreBackup.write(store, settings.data().resolve("journal"), unfinished);
                long bytes = Files.size(unfinished.resolve(StoreBackup.DATABASE));
                Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
                config.out()
                        .println(to + ": headgate.db (" + bytes + " bytes) and " + files + " files of the journal.");
                config.out()
                        .println(
                                "The master key is not in it. Keep " + settings.masterKeyFile()
                                        + " (or HEADGATE_SECRETS_MASTER_KEY) apart: without it the stored credentials can't be read.");
            }
            return 0;
        }
    }

    /** Copies all rows to another, empty store: from SQLite to PostgreSQL or back. */
    @Command(
            name = "copy",
            description =
                    "copy the store to another, empty one (SQLite to PostgreSQL or back); Headgate must be stopped",
            mixinStandardHelpOptions = true)
    static final class Copy implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Option(
                names = "--to",
                required = true,
                description = "sqlite:FILE or postgresql://user:password@host/database, as in store.url")
        private String to = "";

        @Override
        public Integer call() {
            if (!to.startsWith("sqlite:") && !to.startsWith("postgresql://")) {
                throw new IllegalArgumentException(
                        "--to: *** (expected: sqlite:FILE or postgresql://user:password@host/database)");
            }
            HeadgateConfig settings = config.loadUndeclared();
            if (to.equals(settings.storeUrl())) {
                throw new IllegalArgumentException("--to: the store itself (expected: another one)");
            }
            try (DataFolder _ = DataFolder.takeExisting(settings.data());
                    Store source = Store.openExisting(settings.storeUrl());
                    Store target = Store.open(to)) {
                UsageBook.makeRoom(source, target);
                for (StoreCopy.Copied table : StoreCopy.copy(source, target)) {
                    config.out().println(table.table() + ": " + table.rows() + " rows, read back the same");
                }
                Edges edges = Edges.system();
                IdSource ids = new IdSource(edges.clock(), edges.random());
                List<String> wrong = new Billing(target, ids, edges.clock()).verify();
                wrong.forEach(config.out()::println);
                config.out()
                        .println(
                                wrong.isEmpty()
                                        ? "The books balance. Set store.url to the new store; the journal and the master key stay"
                                                + " where they are."
                                        : wrong.size() + " things are wrong in the books, here as there.");
                return wrong.isEmpty() ? 0 : 1;
            }
        }
    }
}
