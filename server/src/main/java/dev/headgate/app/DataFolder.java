package dev.headgate.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The data folder, owned by one server: two would settle and delete each other's journal. The lock is the operating system's, so
 * a killed process gives it back.
 */
final class DataFolder implements AutoCloseable {
    private static final String LOCK = "headgate.lock";

    private final FileChannel channel;

    private DataFolder(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes the folder when it is absent, and takes it; fails when another server has it. */
    static DataFolder take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new IllegalStateException(
                        "data: " + folder + " is in use by another headgate (expected: a folder of its own)");
            }
            return new DataFolder(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("data: " + folder + " can't be made or used", e);
        }
    }

    /**
     * Takes a folder for a command that must not run beside a server.
     *
     * @throws IllegalArgumentException when it is not there: a command makes none
     */
    static DataFolder takeExisting(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("data: " + folder + " is not there (expected: the folder of a Headgate"
                    + " that has run; name its settings with --config or the folder with --data)");
        }
        return take(folder);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held inside this very process
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder's lock can't be given back", e);
        }
    }
}
