package dev.headgate.bench;

import dev.headgate.usage.JournalConfig;
import dev.headgate.usage.UsageJournal;
import dev.headgate.usage.UsageRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a finished call waits for its record to be safe from the process's death, at a fixed rate: counted from the time at which
 * the call was due (open loop), so that a stall counts for every call it held up. Arguments: calls a second (default 5000), seconds
 * (default 20). The first tenth is warm-up.
 */
final class JournalMain {
    private static final long TARGET_MICROS = 10_000;

    private JournalMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int rate = args.length > 0 ? Integer.parseInt(args[0]) : 5_000;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        ResultPage page = new ResultPage("Journal", "bench/journal " + rate + " " + seconds);
        page.line(
                "From the instant a call was due to its record being safe; %d calls/s for %d s; milliseconds.",
                rate, seconds);
        page.line("");
        page.line("| sync | p50 | p99 | p99.9 | max | target p99 |");
        page.line("| --- | ---: | ---: | ---: | ---: | ---: |");
        for (JournalConfig.Sync sync : JournalConfig.Sync.values()) {
            Path folder = Files.createTempDirectory("headgate-journal");
            try {
                measure(page, sync, folder, rate, seconds);
            } finally {
                SettleMain.delete(folder);
            }
        }
        page.line("");
        page.line(
                "The target is for `interval`, the default. `always` waits for the disk, once for all that gathered meanwhile.");
        page.write("journal");
    }

    private static void measure(ResultPage page, JournalConfig.Sync sync, Path folder, int rate, int seconds)
            throws InterruptedException {
        int count = rate * seconds;
        int warmUp = count / 10;
        List<UsageRecord> records = new ArrayList<>();
        Calls made = new Calls(2);
        for (int i = 0; i < 10_000; i++) {
            records.add(made.next(Instant.parse("2026-11-25T08:00:00Z")));
        }
        AtomicLongArray took = new AtomicLongArray(count);
        AtomicInteger failed = new AtomicInteger();
        CountDownLatch open = new CountDownLatch(count);
        JournalConfig config =
                new JournalConfig(sync, JournalConfig.DEFAULTS.interval(), JournalConfig.DEFAULTS.maxBytes());
        try (UsageJournal journal = UsageJournal.open(folder, config, System::nanoTime)) {
            long start = System.nanoTime() + 50_000_000L;
            for (int i = 0; i < count; i++) {
                int at = i;
                long due = start + i * 1_000_000_000L / rate;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(Math.min(200_000L, Math.max(1, due - System.nanoTime())));
                }
                journal.append(records.get(i % records.size()), failure -> {
                    took.set(at, System.nanoTime() - due);
                    if (failure != null) {
                        failed.incrementAndGet();
                    }
                    open.countDown();
                });
            }
            if (!open.await(30, TimeUnit.SECONDS)) {
                page.line(open.getCount() + " records were never answered");
            }
        }
        long[] micros = new long[count - warmUp];
        for (int i = warmUp; i < count; i++) {
            micros[i - warmUp] = took.get(i) / 1_000;
        }
        Arrays.sort(micros);
        long p99 = at(micros, 0.99);
        String verdict = sync == JournalConfig.Sync.ALWAYS ? "none" : p99 <= TARGET_MICROS ? "10 met" : "10 missed";
        page.line(
                "| %s | %.2f | **%.2f** | %.2f | %.2f | %s |",
                sync.name().toLowerCase(java.util.Locale.ROOT),
                at(micros, 0.5) / 1e3,
                p99 / 1e3,
                at(micros, 0.999) / 1e3,
                micros[micros.length - 1] / 1e3,
                verdict);
        if (failed.get() > 0) {
            page.line(failed.get() + " records failed");
        }
    }

    private static long at(long[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(part * (sorted.length - 1)))];
    }
}
