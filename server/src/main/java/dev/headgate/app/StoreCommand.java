package dev.headgate.app;

import dev.headgate.base.IdSource;
import dev.headgate.billing.Billing;
import dev.headgate.store.Store;
import dev.headgate.store.StoreCopy;
import dev.headgate.usage.UsageBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
    /**
     * Copies SQLite and journal into a new folder, also while Headgate serves. The journal first: a call that is settled in between is
     * then in both copies, which settlement forgives, never in none. Calls of the last 20 ms may be in neither, as if they came later.
     */
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
                Files.createDirectories(unfinished.resolve("journal"));
                int files = copyJournal(settings.data().resolve("journal"), unfinished.resolve("journal"));
                Path database = unfinished.resolve("headgate.db");
                Files.deleteIfExists(database); // of a backup that was broken off
                store.backup(database);
                long bytes = Files.size(database);
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

        private static int copyJournal(Path from, Path to) throws IOException {
            if (!Files.isDirectory(from)) {
                return 0;
            }
            List<Path> files;
            try (Stream<Path> listed = Files.list(from)) {
                files = listed.filter(file -> file.getFileName().toString().startsWith("journal-"))
                        .sorted()
                        .toList();
            }
            int copied = 0;
            for (Path file : files) {
                copied += copied(file, to.resolve(file.getFileName())) ? 1 : 0;
            }
            return copied;
        }

        /** Whether a file was still there: a settled one is deleted, its calls are in the database. */
        private static boolean copied(Path file, Path to) throws IOException {
            try {
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
                return true;
            } catch (NoSuchFileException e) {
                return false;
            }
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
