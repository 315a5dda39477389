package dev.headgate.admin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an operator sees and does of the running program's machine. Blocking; thread-safe. */
public interface NodeCare {
    /** Gateways at work: this one, where it is alone. */
    List<Node> nodes();

    Journal journal();

    /** Asks for all files that were kept aside to be settled at the next start; returns their names. */
    List<String> recoverJournal();

    Versions versions();

    /** What is looked at to say how this node is; each is tried when asked. */
    List<Check> checks();

    /** Backups that were made here, the newest first, and the one being made. */
    List<Backup> backups();

    /**
     * Begins one; it goes on in the background.
     *
     * @throws IllegalArgumentException where the store has tools of its own for that
     * @throws IllegalStateException while another is being made
     */
    Backup beginBackup();

    /** The file of a backup that is there. */
    Optional<Path> backupFile(String id);

    /** As it was; empty when there is none that is done. */
    Optional<Backup> deleteBackup(String id);

    /**
     * A gateway.
     *
     * @param addresses where it listens
     * @param role what it does: {@code gateway and console}
     */
    record Node(
            String id,
            String host,
            long processId,
            String version,
            Instant startedAt,
            List<String> addresses,
            String role,
            boolean ready) {}

    /**
     * The journal of finished calls.
     *
     * @param segments files in use
     * @param bytes of these files
     * @param pendingBytes about how much of them isn't settled
     * @param maxBytes at which new calls are refused
     * @param lag records not settled
     * @param damaged files kept aside since something in them can't be read
     */
    record Journal(
            int segments,
            long bytes,
            long pendingBytes,
            long maxBytes,
            long lag,
            boolean healthy,
            List<Damaged> damaged) {}

    /**
     * A file that was kept aside.
     *
     * @param records whole ones that can be read, settled before or not
     * @param unreadableBytes between and behind them
     * @param recoverAtStart whether it is to be settled at the next start
     */
    record Damaged(String file, long bytes, int records, long unreadableBytes, boolean recoverAtStart) {}

    /**
     * Versions of what takes part.
     *
     * @param store such as {@code SQLite 3.50}
     * @param schema versions of the database's schema that were applied, in that order
     */
    record Versions(String version, String java, String system, String store, List<Migration> schema) {}

    /** A step of the database's schema. */
    record Migration(String version, String description) {}

    /** One thing looked at. */
    record Check(String name, boolean ok, String words, long millis) {}

    /**
     * A backup.
     *
     * @param bytes of its file; 0 until it is done
     * @param failure why it came to nothing, else null
     */
    record Backup(
            String id,
            State state,
            Instant startedAt,
            long bytes,
            @Nullable String failure) {
        /** How far it is. */
        public enum State {
            RUNNING,
            DONE,
            FAILED
        }
    }
}
