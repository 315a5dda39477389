package dev.headgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal with lanes: a record is safe at once, on disk soon, and never lost with the process. */
@Tag("slow")
class JournalTailsTest {
    /** So long that no record leaves a lane by itself during a test. */
    private static final JournalConfig SLOW =
            new JournalConfig(JournalConfig.Sync.INTERVAL, Duration.ofSeconds(10), JournalConfig.DEFAULTS.maxBytes());

    private static final Ticker TICKER = System::nanoTime;

    @TempDir
    private Path journalFolder;

    @TempDir
    private Path memory;

    private UsageJournal open(JournalConfig config) {
        return UsageJournal.open(journalFolder, config, TICKER, memory);
    }

    private static List<UsageRecord> readAll(UsageJournal journal) throws Exception {
        List<UsageRecord> all = new ArrayList<>();
        for (List<UsageRecord> some = journal.read(7); !some.isEmpty(); some = journal.read(7)) {
            all.addAll(some);
            journal.settled(some.size());
        }
        return all;
    }

    private static void append(JournalAppender appender, int number) {
        assertThat(appender.append(UsageJournalTest.record(number), failure -> {
                    throw new AssertionError("called though the record is safe");
                }))
                .isTrue();
    }

    @Test
    void flushedRecordsAreReadInOrderAndAnOrderlyStopLeavesNothing() throws Exception {
        try (UsageJournal journal = open(SLOW)) {
            JournalAppender one = journal.appender();
            for (int i = 0; i < 30; i++) {
                append(one, i);
            }
            journal.flush();
            assertThat(journal.lag()).isEqualTo(30);
            assertThat(readAll(journal))
                    .hasSize(30)
                    .startsWith(UsageJournalTest.record(0))
                    .endsWith(UsageJournalTest.record(29));
        }
        assertThat(journalFolder).isEmptyDirectory();
        assertThat(memory).isEmptyDirectory();
    }

    /** Lanes without a writer, let go with records in them: what a killed process leaves. */
    @Test
    void theNextRunFindsWhatAKilledOneLeftInItsLanes() throws Exception {
        JournalTails killed = JournalTails.create(journalFolder, memory);
        List<JournalLane> lanes = List.of(killed.newLane(), killed.newLane());
        List<UsageRecord> left = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] payload = RecordCodec.encode(UsageJournalTest.record(i));
            assertThat(lanes.get(i % 2).put(payload, payload.length)).isTrue();
            left.add(UsageJournalTest.record(i));
        }
        killed.close();

        try (UsageJournal journal = open(SLOW)) {
            assertThat(journal.lag()).isEqualTo(20);
            assertThat(readAll(journal)).containsExactlyInAnyOrderElementsOf(left);
        }
        assertThat(journalFolder).isEmptyDirectory();
        assertThat(memory).isEmptyDirectory();
    }

    @Test
    void theLanesOfARunningServerAreLeftAlone() throws Exception {
        try (UsageJournal running = open(SLOW)) {
            append(running.appender(), 1);
            append(running.appender(), 2);
            Path copy = Files.createDirectory(journalFolder.resolve("copy"));
            Files.copy(journalFolder.resolve("tail"), copy.resolve("tail"));
            try (UsageJournal other = UsageJournal.open(copy, SLOW, TICKER, memory)) {
                assertThat(other.lag()).isZero();
            }
            running.flush();
            assertThat(readAll(running)).hasSize(2);
        }
    }

    @Test
    void anAddressOfLanesThatAreGoneIsForgotten() throws Exception {
        Files.writeString(journalFolder.resolve("tail"), memory.resolve("gone") + "\n");
        try (UsageJournal journal = open(SLOW)) {
            assertThat(journal.lag()).isZero();
            append(journal.appender(), 1);
        }
    }

    /** Whoever waits until nothing is unsettled must not be told so of a record that a client was answered for a moment ago. */
    @Test
    void whatStandsInALaneCountsAsUnsettled() throws Exception {
        try (UsageJournal journal = open(SLOW)) {
            JournalAppender appender = journal.appender();
            for (int i = 1; i <= 5; i++) {
                append(appender, i);
                assertThat(journal.lag()).isGreaterThanOrEqualTo(i);
            }
            journal.flush();
            assertThat(journal.lag()).isEqualTo(5);
            assertThat(readAll(journal)).hasSize(5);
            assertThat(journal.lag()).isZero();
        }
    }

    /** With the shipped interval nobody needs to flush. */
    @Test
    void recordsLeaveTheLanesByThemselves() throws Exception {
        try (UsageJournal journal = open(JournalConfig.DEFAULTS)) {
            JournalAppender appender = journal.appender();
            List<UsageRecord> read = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                append(appender, i);
                while (read.size() <= i) {
                    read.addAll(readAll(journal));
                }
            }
            assertThat(read).hasSize(3);
        }
    }

    @Test
    void withSyncAlwaysARecordIsSafeOnlyOnceItIsOnDisk() throws Exception {
        JournalConfig always =
                new JournalConfig(JournalConfig.Sync.ALWAYS, Duration.ofMillis(20), JournalConfig.DEFAULTS.maxBytes());
        try (UsageJournal journal = open(always)) {
            var done = new java.util.concurrent.CompletableFuture<Void>();
            assertThat(journal.appender().append(UsageJournalTest.record(1), failure -> done.complete(null)))
                    .isFalse();
            done.join();
            assertThat(readAll(journal)).hasSize(1);
        }
    }

    @Test
    void sharedMemoryIsOnlyUsedWhereItIsAsOnAWholeMachine() throws Exception {
        Path root = Files.createDirectories(memory.resolve("root"));
        assertThat(SharedMemory.folder(root)).as("nothing known").isEmpty();
        Path namespaces = Files.createDirectories(root.resolve("proc/self/ns"));
        Files.createDirectories(root.resolve("dev/shm"));
        Files.createSymbolicLink(namespaces.resolve("pid"), Path.of("pid:[4026532000]"));
        Files.createSymbolicLink(namespaces.resolve("ipc"), Path.of("ipc:[4026531839]"));
        assertThat(SharedMemory.folder(root)).as("a container").isEmpty();
    }
}
