package dev.headgate.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a journal's folder, looked at from outside: changes nothing, also beside a running journal. Blocking. */
public final class JournalFolder {
    private JournalFolder() {}

    /**
     * What was found.
     *
     * @param segments files in use
     * @param bytes of these
     */
    public record Content(int segments, long bytes, List<Damaged> damaged) {
        public Content {
            damaged = List.copyOf(damaged);
        }
    }

    /**
     * A file that was kept aside.
     *
     * @param records whole ones
     * @param unreadableBytes between and behind them
     * @param marked whether it is to be settled at the next start
     */
    public record Damaged(String file, long bytes, int records, long unreadableBytes, boolean marked) {}

    /** Looks; an absent folder holds nothing. */
    public static Content look(Path folder) {
        int segments = 0;
        long bytes = 0;
        List<Damaged> damaged = new ArrayList<>();
        try {
            for (Path file : files(folder)) {
                String name = file.getFileName().toString();
                if (name.contains(".damaged")) {
                    damaged.add(damaged(file));
                } else if (name.matches("journal-\\d+\\.log")) {
                    segments++;
                    bytes += size(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("journal: " + folder + " can't be read", e);
        }
        return new Content(segments, bytes, damaged);
    }

    /** Files kept aside, in their order. */
    public static List<Path> keptAside(Path folder) throws IOException {
        return files(folder).stream()
                .filter(file -> file.getFileName().toString().contains(".damaged"))
                .toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> listed = Files.list(folder)) {
            return listed.sorted().toList();
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0; // settled and deleted meanwhile
        }
    }

    private static Damaged damaged(Path file) throws IOException {
        String name = file.getFileName().toString();
        try {
            JournalRecovery.Found found = JournalRecovery.read(file);
            long gaps =
                    found.gaps().stream().mapToLong(JournalRecovery.Gap::bytes).sum();
            return new Damaged(name, size(file), found.records().size(), gaps, KeptAside.isMarked(name));
        } catch (IllegalArgumentException e) {
            return new Damaged(
                    name, size(file), 0, size(file), KeptAside.isMarked(name)); // not even of a segment's size
        }
    }
}
