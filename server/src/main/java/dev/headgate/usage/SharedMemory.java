package dev.headgate.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds a folder in memory whose files stay when this process is killed. Without one, records go straight to the disk. */
public final class SharedMemory {
    /** Inode numbers of the first namespaces, the same on every Linux (include/linux/proc_ns.h). */
    private static final String FIRST_PID_NAMESPACE = "pid:[4026531836]";

    private static final String FIRST_IPC_NAMESPACE = "ipc:[4026531839]";

    /** systemd-logind removes what ordinary users have in shared memory when their last session ends (RemoveIPC). */
    private static final int FIRST_ORDINARY_USER = 1_000;

    private SharedMemory() {}

    /**
     * The folder, empty where nothing can be relied on: a container's shared memory goes with the container, and that ends with
     * its first process.
     */
    public static Optional<Path> folder() {
        return folder(Path.of("/"));
    }

    /** @param root of the file system to look at */
    static Optional<Path> folder(Path root) {
        Path shared = root.resolve("dev/shm");
        try {
            boolean firstNamespaces = link(root, "pid").equals(FIRST_PID_NAMESPACE)
                    && link(root, "ipc").equals(FIRST_IPC_NAMESPACE);
            boolean kept = (int) Files.getAttribute(root.resolve("proc/self"), "unix:uid") < FIRST_ORDINARY_USER
                    || !Files.isDirectory(root.resolve("run/systemd/sessions"));
            boolean memory = Files.getFileStore(shared).type().equals("tmpfs") && Files.isWritable(shared);
            return firstNamespaces && kept && memory ? Optional.of(shared) : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty(); // not Linux, or not as we know it
        }
    }

    private static String link(Path root, String namespace) throws IOException {
        return Files.readSymbolicLink(root.resolve("proc/self/ns").resolve(namespace))
                .toString();
    }
}
