package dev.headgate.usage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a journal's {@linkplain JournalLane lanes}, in memory that outlives the process. Each run makes one with a name of
 * its own; the file {@code tail} beside the journal's segments says which. Lanes may be made by any thread.
 */
final class JournalTails {
    private static final String POINTER = "tail";
    private static final String LOCK = "lock";

    private final Path pointer;
    private final Path folder;
    private final FileChannel lock;
    private final List<JournalLane> lanes = new CopyOnWriteArrayList<>();

    private JournalTails(Path pointer, Path folder, FileChannel lock) {
        this.pointer = pointer;
        this.folder = folder;
        this.lock = lock;
    }

    /** Hands out the records that an ended run left in its lanes, and tells where they are; null when there is no such folder. */
    static @Nullable Path recover(Path journal, Consumer<byte[]> payloads) throws IOException {
        Path pointer = journal.resolve(POINTER);
        Path left;
        try {
            left = Path.of(Files.readString(pointer).strip());
        } catch (NoSuchFileException e) {
            return null;
        }
        if (!Files.isDirectory(left)) {
            return null; // the machine was started anew since, or the data folder was moved to this one
        }
        try (FileChannel channel = FileChannel.open(left.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock mine = channel.tryLock();
                Stream<Path> files = Files.list(left)) {
            if (mine == null) {
                return null; // of a running server: this data folder is a copy of that one's
            }
            for (Path file : files.sorted().toList()) {
                JournalLane.recover(file, payloads);
            }
            return left;
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (NoSuchFileException e) {
            return left; // ended before it had made its lanes
        }
    }

    /** Makes an empty folder inside {@code memory} and points to it. */
    static JournalTails create(Path journal, Path memory) throws IOException {
        Path folder = Files.createTempDirectory(memory, "headgate-");
        FileChannel lock =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IOException(folder + ": can't be locked");
        }
        Path made = journal.resolve(POINTER + ".new");
        Files.writeString(made, folder + "\n");
        Path pointer = journal.resolve(POINTER);
        Files.move(made, pointer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new JournalTails(pointer, folder, lock);
    }

    synchronized JournalLane newLane() throws IOException {
        JournalLane lane = JournalLane.create(folder.resolve("lane-" + lanes.size()));
        lanes.add(lane);
        return lane;
    }

    List<JournalLane> lanes() {
        return lanes;
    }

    /** Records that stand in the lanes. */
    long left() {
        long sum = 0;
        for (JournalLane lane : lanes) {
            sum += lane.left();
        }
        return sum;
    }

    /** Lets go of the folder; deletes it when nothing is left in it. */
    void close() throws IOException {
        lock.close();
        if (!JournalLane.anyLeft(lanes)) {
            delete(folder);
            Files.deleteIfExists(pointer);
        }
    }

    /** Deletes a folder of lanes. */
    static void delete(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> listed = Files.list(folder)) {
            listed.forEach(files::add);
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }
}
