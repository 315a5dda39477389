package dev.headgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.SubscriptionId;
import dev.headgate.base.UserId;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.TokenUsage;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal acknowledged is there after a crash, whatever happened to the end of the file. */
@Tag("slow")
class UsageJournalTest {
    @TempDir
    private Path folder;

    static UsageRecord record(int number) {
        AttemptRecord attempt = new AttemptRecord(
                new AccountId(4), "success", 200, new TokenUsage(1, 2, 3, 4, 5, 1), new Money(99), 12);
        return new UsageRecord(
                "request-" + number,
                Instant.ofEpochMilli(1_800_000_000_000L + number),
                new UserId(1),
                new KeyId(2),
                new GroupId(3),
                new AccountId(4),
                Protocol.ANTHROPIC_MESSAGES,
                "claude-ü",
                "claude",
                true,
                200,
                "",
                new TokenUsage(1, 2, 3, 4, 5, 1),
                new Money(100 + number),
                new Money(200 + number),
                number % 2 == 0,
                number % 3 == 0 ? new SubscriptionId(9) : null,
                false,
                Rating.NONE,
                "v1",
                10,
                20,
                List.of(attempt),
                "{}");
    }

    private UsageJournal open() {
        return UsageJournal.open(folder, JournalConfig.DEFAULTS, System::nanoTime);
    }

    private static void append(UsageJournal journal, int count) {
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CompletableFuture<Void> one = new CompletableFuture<>();
            done.add(one);
            journal.append(record(i), failure -> {
                if (failure == null) {
                    one.complete(null);
                } else {
                    one.completeExceptionally(failure);
                }
            });
        }
        done.forEach(CompletableFuture::join);
    }

    private static List<UsageRecord> readAll(UsageJournal journal) throws Exception {
        List<UsageRecord> all = new ArrayList<>();
        for (List<UsageRecord> some = journal.read(7); !some.isEmpty(); some = journal.read(7)) {
            all.addAll(some);
            journal.settled(some.size());
        }
        return all;
    }

    @Test
    void recordsComeBackAsTheyWere() throws Exception {
        try (UsageJournal journal = open()) {
            append(journal, 30);
            assertThat(readAll(journal)).hasSize(30).contains(record(0), record(29));
            assertThat(journal.lag()).isZero();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void unsettledRecordsAreReadByTheNextRun() throws Exception {
        try (UsageJournal journal = open()) {
            append(journal, 10);
        }
        try (UsageJournal journal = open()) {
            assertThat(readAll(journal)).hasSize(10);
        }
    }

    @Test
    void aTornTailLosesOnlyWhatWasNotWhole() throws Exception {
        try (UsageJournal journal = open()) {
            append(journal, 3);
        }
        Path file = segment();
        int size = RecordCodec.encode(record(0)).length + 8;
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 8; cut < 8 + 3 * size; cut += 13) {
            byte[] torn = whole.clone();
            java.util.Arrays.fill(torn, cut, 8 + 3 * size, (byte) 0xA5);
            try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
                out.write(torn);
            }
            try (UsageJournal journal = open()) {
                List<UsageRecord> left = journal.read(100);
                assertThat(left).as("cut at " + cut).hasSize((cut - 8) / size);
            }
        }
    }

    /** The journal's only file. */
    private Path segment() throws Exception {
        try (var files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    /** What follows a damaged record may hold charges: it must not be thrown away with its segment. */
    @Test
    void aSegmentWithADamagedRecordIsKeptAside() throws Exception {
        try (UsageJournal journal = open()) {
            append(journal, 3);
        }
        Path file = segment();
        int size = RecordCodec.encode(record(0)).length + 8;
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(8 + size + 20); // inside the second of three records
            out.write(0x5A);
        }
        byte[] damaged = Files.readAllBytes(file);

        try (UsageJournal journal = open()) {
            assertThat(readAll(journal)).containsExactly(record(0));
        }

        Path aside = folder.resolve(file.getFileName() + ".damaged");
        assertThat(aside).hasBinaryContent(damaged);
    }

    @Test
    void recordsOfAnEarlierRunCountAsLagUntilTheyAreSettled() throws Exception {
        try (UsageJournal journal = open()) {
            append(journal, 10);
        }
        try (UsageJournal journal = open()) {
            assertThat(journal.lag()).isEqualTo(10);
            readAll(journal);
            assertThat(journal.lag()).isZero();
        }
    }
}
