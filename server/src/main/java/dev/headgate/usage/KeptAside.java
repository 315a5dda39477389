package dev.headgate.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of the journal that were kept aside, to be settled at the next start: only then does nobody have money in memory that the
 * charges would have to reach. An operator asks for it by a mark in the file's name; afterwards the file is called {@code
 * .recovered}, and stays. Blocking.
 */
public final class KeptAside {
    private static final Logger log = LoggerFactory.getLogger(KeptAside.class);
    private static final String DAMAGED = ".damaged";
    private static final String MARK = ".recover";
    private static final int BATCH = 1_000;

    private KeptAside() {}

    static boolean isMarked(String file) {
        return file.endsWith(MARK);
    }

    /** Asks for all of them; returns their names. */
    public static List<String> mark(Path folder) {
        try {
            List<String> marked = new ArrayList<>();
            for (Path file : JournalFolder.keptAside(folder)) {
                String name = file.getFileName().toString();
                if (!isMarked(name)) {
                    Files.move(file, file.resolveSibling(name + MARK));
                    marked.add(name);
                }
            }
            return marked;
        } catch (IOException e) {
            throw new UncheckedIOException("journal: files kept aside in " + folder + " can't be renamed", e);
        }
    }

    /** Settles those that were asked for; what fails stays as it is, and doesn't hold up the start. */
    static void settle(Path folder, UsageBook book) {
        try {
            for (Path file : JournalFolder.keptAside(folder)) {
                String name = file.getFileName().toString();
                if (isMarked(name)) {
                    settle(file, name.substring(0, name.length() - MARK.length()), book);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            log.error("journal: a file kept aside can't be recovered: {}", e.getMessage());
        }
    }

    private static void settle(Path file, String name, UsageBook book) throws IOException {
        JournalRecovery.Found found = JournalRecovery.read(file);
        List<UsageRecord> records = found.records();
        int settled = 0;
        for (int from = 0; from < records.size(); from += BATCH) {
            settled += book.settle(records.subList(from, Math.min(records.size(), from + BATCH)));
        }
        Files.move(file, file.resolveSibling(name.replace(DAMAGED, ".recovered")));
        log.info("journal: {} records of {} are settled, {} were before", settled, name, records.size() - settled);
    }
}
