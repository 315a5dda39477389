package dev.headgate.bench;

import dev.headgate.app.LedgerSettlement;
import dev.headgate.base.IdSource;
import dev.headgate.billing.Billing;
import dev.headgate.store.Store;
import dev.headgate.usage.UsageBook;
import dev.headgate.usage.UsageRecord;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How many calls a second settlement writes: batches as the settler makes them, each one transaction with usage rows, attempts, sums
 * and ledger entries, into a database that already holds the warm-up's. Arguments: calls (default 200000), batch (default 1000).
 */
final class SettleMain {
    private static final int SQLITE_TARGET = 20_000;
    private static final int POSTGRESQL_TARGET = 10_000;

    private SettleMain() {}

    public static void main(String[] args) throws IOException {
        int calls = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        int batch = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
        ResultPage page = new ResultPage("Settlement", "bench/settle " + calls + " " + batch);
        page.line(
                "Calls a second with usage row, attempts, eight tables of sums and ledger entry in one transaction a batch;");
        page.line(
                "durable as in production (SQLite WAL with synchronous=FULL, PostgreSQL with fsync and synchronous_commit).");
        page.line("");
        page.line(
                "| store | calls | batch | calls/s | target | CPU of the settling thread, µs a call | slowest batch, ms | bytes a call on disk |");
        page.line("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        Path folder = Files.createTempDirectory("headgate-settle");
        try {
            measure(page, "SQLite", "sqlite:" + folder.resolve("bench.db"), folder, calls, batch, SQLITE_TARGET);
            Path data = folder.resolve("postgresql");
            try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_wal_size", "4GB")
                    .start()) {
                String url = "postgresql://postgres@localhost:" + server.getPort() + "/postgres";
                measure(page, "PostgreSQL 18", url, data, calls, batch, POSTGRESQL_TARGET);
            }
        } finally {
            delete(folder);
        }
        page.write("settlement");
    }

    private static void measure(ResultPage page, String name, String url, Path disk, int calls, int batch, int target)
            throws IOException {
        try (Store store = Store.open(url)) {
            Billing billing =
                    new Billing(store, new IdSource(InstantSource.system(), new Random(3)), InstantSource.system());
            billing.open();
            UsageBook book = new UsageBook(store, new LedgerSettlement(billing));
            Calls made = new Calls(1);
            Instant at = Instant.parse("2026-11-25T08:00:00Z");
            List<List<UsageRecord>> batches = batches(made, at, calls / 5, batch);
            for (List<UsageRecord> one : batches) {
                book.settle(one);
            }
            long before = size(disk);
            batches = batches(made, at.plusSeconds(600), calls, batch);
            long slowest = 0;
            long settled = 0;
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long start = System.nanoTime();
            for (List<UsageRecord> one : batches) {
                long begun = System.nanoTime();
                settled += book.settle(one);
                slowest = Math.max(slowest, System.nanoTime() - begun);
            }
            long took = System.nanoTime() - start;
            cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
            long perSecond = settled * 1_000_000_000L / took;
            page.line(
                    "| %s | %d | %d | **%d** | %d %s | %.1f | %d | %d |",
                    name,
                    settled,
                    batch,
                    perSecond,
                    target,
                    perSecond >= target ? "met" : "missed",
                    cpu / 1e3 / settled,
                    slowest / 1_000_000,
                    (size(disk) - before) / settled);
            List<String> wrong = book.verify();
            page.line(wrong.isEmpty() ? "" : "Sums and log differ: " + wrong);
        }
    }

    /** Made beforehand, so that only settlement is measured: 1,000 calls for each second of the clock. */
    private static List<List<UsageRecord>> batches(Calls made, Instant from, int calls, int batch) {
        List<List<UsageRecord>> batches = new ArrayList<>();
        for (int at = 0; at < calls; at += batch) {
            List<UsageRecord> one = new ArrayList<>(batch);
            for (int i = at; i < Math.min(calls, at + batch); i++) {
                one.add(made.next(from.plusMillis(i)));
            }
            batches.add(one);
        }
        return batches;
    }

    static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long sum = 0;
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                sum += Files.exists(file) ? Files.size(file) : 0;
            }
            return sum;
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }
}
