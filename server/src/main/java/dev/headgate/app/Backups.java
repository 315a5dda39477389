package dev.headgate.app;

import dev.headgate.admin.NodeCare.Backup;
import dev.headgate.store.Store;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backups made while Headgate serves, one at a time: each a zip file that unpacks to a data folder, without the master key. A file
 * gets its name only once it is whole. Blocking; thread-safe.
 */
final class Backups {
    private static final Logger log = LoggerFactory.getLogger(Backups.class);
    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("(\\d{8}T\\d{6}Z)\\.zip");

    private final Path folder;
    private final Path journal;
    private final Store store;
    private final InstantSource clock;
    private @Nullable Backup last;

    /** @param data the data folder: backups lie in it, under {@code backups} */
    Backups(Path data, Store store, InstantSource clock) {
        this.folder = data.resolve("backups");
        this.journal = data.resolve("journal");
        this.store = store;
        this.clock = clock;
    }

    /** The newest first. */
    synchronized List<Backup> all() {
        List<Backup> all = new ArrayList<>();
        Backup unfinished = last;
        if (unfinished != null) {
            all.add(unfinished);
        }
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.flatMap(file -> done(file).stream()).forEach(all::add);
            } catch (IOException e) {
                throw new UncheckedIOException("backups: " + folder + " can't be read", e);
            }
        }
        all.sort(Comparator.comparing(Backup::id).reversed());
        return all;
    }

    private static Optional<Backup> done(Path file) {
        var name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            String id = name.group(1);
            Instant at = ID.parse(id, Instant::from);
            return Optional.of(new Backup(id, Backup.State.DONE, at, Files.size(file), null));
        } catch (IOException e) {
            return Optional.empty(); // deleted meanwhile
        }
    }

    synchronized Backup begin() {
        if (store.postgresql()) {
            throw new IllegalArgumentException(
                    "store: PostgreSQL (expected: SQLite; back PostgreSQL up with pg_dump or its own archiving)");
        }
        Backup before = last;
        if (before != null && before.state() == Backup.State.RUNNING) {
            throw new IllegalStateException("Backup " + before.id() + " is being made.");
        }
        Instant now = clock.instant();
        Backup begun = new Backup(ID.format(now), Backup.State.RUNNING, now, 0, null);
        if (file(begun.id()).isPresent()) {
            throw new IllegalStateException("Backup " + begun.id() + " was made within this very second.");
        }
        last = begun;
        Thread.ofVirtual().name("backup").start(() -> run(begun));
        return begun;
    }

    private void run(Backup begun) {
        Path copy = folder.resolve(begun.id() + ".unfinished");
        Path zip = folder.resolve(begun.id() + ".zip.unfinished");
        try {
            int files = StoreBackup.write(store, journal, copy);
            pack(copy, zip);
            synchronized (this) {
                Files.move(zip, folder.resolve(begun.id() + ".zip"), StandardCopyOption.ATOMIC_MOVE);
                last = null;
            }
            log.info("backup {} is made, with {} files of the journal", begun.id(), files);
        } catch (IOException | RuntimeException e) {
            log.error("backup {} failed", begun.id(), e);
            synchronized (this) {
                String words = "It could not be written; the log says more.";
                last = new Backup(begun.id(), Backup.State.FAILED, begun.startedAt(), 0, words);
            }
        } finally {
            remove(zip);
            remove(copy);
        }
    }

    private static void pack(Path from, Path zip) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(zip)))) {
            out.setLevel(Deflater.BEST_SPEED);
            for (Path file : files) {
                out.putNextEntry(new ZipEntry(from.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    private static void remove(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException e) {
            log.warn("{} can't be removed: {}", path, e.getMessage());
        }
    }

    /** The file of one that is done. */
    Optional<Path> file(String id) {
        Path file = folder.resolve(id + ".zip");
        // the pattern keeps names of other folders out
        return NAME.matcher(id + ".zip").matches() && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** As it was; empty when there is none that is done. */
    Optional<Backup> delete(String id) {
        Optional<Backup> known = file(id).flatMap(Backups::done);
        file(id).ifPresent(Backups::remove);
        return known;
    }
}
