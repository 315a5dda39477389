package dev.headgate.app;

import dev.headgate.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies SQLite and journal, also while Headgate serves. The journal first: a call that is settled in between is then in both copies,
 * which settlement forgives, never in none. Calls of the last 20 ms may be in neither, as if they came later.
 */
final class StoreBackup {
    static final String DATABASE = "headgate.db";

    private StoreBackup() {}

    /**
     * Writes both into {@code to}, as they lie in a data folder; returns how many files of the journal there were.
     *
     * @param to made where it isn't there
     */
    static int write(Store store, Path journal, Path to) throws IOException {
        Files.createDirectories(to.resolve("journal"));
        int files = copyJournal(journal, to.resolve("journal"));
        Path database = to.resolve(DATABASE);
        Files.deleteIfExists(database); // of a backup that was broken off
        store.backup(database);
        return files;
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
