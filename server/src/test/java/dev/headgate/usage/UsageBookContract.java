package dev.headgate.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.store.Store;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log, its sums and its reports promise on every database. */
abstract class UsageBookContract {
    private static final Instant START = Instant.parse("2026-10-30T20:00:00Z");

    private Store store;

    abstract String url();

    @BeforeEach
    void open() {
        store = Store.open(url());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private UsageBook book() {
        return new UsageBook(store, (handle, inserted) -> {});
    }

    /** Call {@code number} of a world of few users, over some days around the end of a month. */
    private static UsageRecord call(Random random, int number) {
        List<AttemptRecord> attempts = new ArrayList<>();
        int tries = 1 + random.nextInt(3);
        TokenUsage used = new TokenUsage(
                random.nextInt(1_000),
                random.nextInt(1_000),
                random.nextInt(100),
                random.nextInt(100),
                random.nextInt(100),
                0);
        for (int i = 0; i < tries; i++) {
            attempts.add(new AttemptRecord(
                    new AccountId(1 + random.nextInt(3)), "success", 200, used, new Money(random.nextInt(5_000)), 5));
        }
        long user = random.nextLong(1, 4);
        return new UsageRecord(
                String.format("0%07d-0000-7000-8000-000000000000", number),
                START.plusSeconds(random.nextLong(3 * 86_400L)),
                new UserId(user),
                new KeyId(10 * user + random.nextInt(2)),
                new GroupId(1 + random.nextInt(2)),
                attempts.getLast().account(),
                Protocol.OPENAI_CHAT,
                "model-" + random.nextInt(3),
                "model",
                false,
                200,
                random.nextInt(4) == 0 ? "upstream_error" : "",
                used,
                new Money(random.nextInt(10_000)),
                new Money(random.nextInt(10_000)),
                true,
                null,
                false,
                Rating.NONE,
                "v1",
                1,
                2,
                attempts,
                "{}");
    }

    private static List<UsageRecord> calls(Random random, int count) {
        List<UsageRecord> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(call(random, i));
        }
        return calls;
    }

    /** Delivers in any order, with repetitions, and with transactions that break off after the log was written. */
    private void deliver(List<UsageRecord> calls, Random random) {
        boolean[] breaks = new boolean[1];
        UsageBook book = new UsageBook(store, (handle, inserted) -> {
            if (breaks[0]) {
                throw new IllegalStateException("crash");
            }
        });
        List<UsageRecord> deliveries = new ArrayList<>(calls);
        deliveries.addAll(calls.subList(0, calls.size() / 3));
        Collections.shuffle(deliveries, random);
        for (int at = 0; at < deliveries.size(); ) {
            int to = Math.min(deliveries.size(), at + 1 + random.nextInt(60));
            List<UsageRecord> batch = deliveries.subList(at, to);
            breaks[0] = random.nextInt(4) == 0;
            if (breaks[0]) {
                assertThatThrownBy(() -> book.settle(batch)).hasMessageContaining("crash");
                breaks[0] = false;
            }
            book.settle(batch);
            at = to;
        }
    }

    /** The dashboards read sums only: were they off by one delivery, nobody would see it. */
    @Test
    void sumsEqualTheLogAfterAnyDeliveries() {
        for (int round = 0; round < 3; round++) {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            List<UsageRecord> calls = calls(random, 300);
            calls.replaceAll(call -> renamed(call, seed));
            deliver(calls, random);
            assertThat(book().verify()).as("seed " + seed).isEmpty();
        }
        assertThat(book().report(new ReportQuery(Set.of(), null, null, Map.of(), 0))
                        .getFirst()
                        .sums()
                        .calls())
                .isEqualTo(900);
    }

    private static UsageRecord renamed(UsageRecord call, long seed) {
        String id = String.format("%08x", (int) seed)
                + call.requestId().substring(0, 8)
                + call.requestId().substring(16);
        return new UsageRecord(
                id,
                call.createdAt(),
                call.user(),
                call.key(),
                call.group(),
                call.account(),
                call.protocol(),
                call.model(),
                call.upstreamModel(),
                call.stream(),
                call.status(),
                call.errorCode(),
                call.tokens(),
                call.listCost(),
                call.charged(),
                call.fromBalance(),
                call.subscription(),
                call.estimated(),
                call.rating(),
                call.priceVersion(),
                call.firstByteMillis(),
                call.durationMillis(),
                call.attempts(),
                call.trace());
    }

    @Test
    void verifySeesASumThatIsOff() {
        deliver(calls(new Random(1), 50), new Random(1));
        store.write(handle -> handle.execute("update usage_daily_keys set charged_nanos = charged_nanos + 1"));

        assertThat(book().verify()).isNotEmpty().allMatch(line -> line.startsWith("usage_daily_keys"));
    }

    /** Whatever a report is broken down by, and whichever table answers it, its rows add up to what the calls were. */
    @Test
    void reportsEqualWhatTheCallsAddUpTo() {
        Random random = new Random(7);
        List<UsageRecord> calls = calls(random, 400);
        deliver(calls, random);
        Dimension[] all = Dimension.values();
        for (int bits = 0; bits < 1 << all.length; bits++) {
            Set<Dimension> by = EnumSet.noneOf(Dimension.class);
            for (int i = 0; i < all.length; i++) {
                if ((bits >> i & 1) == 1) {
                    by.add(all[i]);
                }
            }
            if (by.contains(Dimension.HOUR) && by.contains(Dimension.DAY)) {
                continue;
            }
            Map<Dimension, String> only = bits % 3 == 0 ? Map.of(Dimension.GROUP, "1") : Map.of();
            Instant from =
                    bits % 2 == 0 ? Instant.parse("2026-10-31T00:00:00Z") : Instant.parse("2026-10-31T05:00:00Z");
            Map<Map<Dimension, String>, UsageSums> found = new HashMap<>();
            book().report(new ReportQuery(by, from, null, only, 0)).forEach(row -> found.put(row.ids(), row.sums()));
            Map<Map<Dimension, String>, UsageSums> expected = expected(calls, by, from, only);
            if (by.isEmpty() && expected.isEmpty()) {
                continue;
            }
            assertThat(found).as("by %s from %s only %s", by, from, only).isEqualTo(expected);
        }
    }

    private static Map<Map<Dimension, String>, UsageSums> expected(
            List<UsageRecord> calls, Set<Dimension> by, Instant from, Map<Dimension, String> only) {
        Map<Map<Dimension, String>, UsageSums> sums = new HashMap<>();
        for (UsageRecord call : calls) {
            if (call.createdAt().isBefore(from)
                    || !only.isEmpty() && call.group().value() != Long.parseLong(only.get(Dimension.GROUP))) {
                continue;
            }
            TokenUsage used = call.tokens();
            sums.merge(
                    ids(call, call.account(), by),
                    new UsageSums(
                            1,
                            call.errorCode().isEmpty() ? 0 : 1,
                            used.input(),
                            used.output(),
                            used.cacheRead(),
                            used.cacheWrite5m() + used.cacheWrite1h(),
                            0,
                            call.listCost().nanos(),
                            call.charged().nanos(),
                            0),
                    UsageSums::plus);
            for (AttemptRecord attempt : call.attempts()) {
                sums.merge(
                        ids(call, attempt.account(), by),
                        new UsageSums(
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                0,
                                attempt.upstreamCost().nanos()),
                        UsageSums::plus);
            }
        }
        return sums;
    }

    private static Map<Dimension, String> ids(UsageRecord call, AccountId account, Set<Dimension> by) {
        Map<Dimension, String> ids = new TreeMap<>();
        long at = call.createdAt().toEpochMilli();
        for (Dimension dimension : by) {
            ids.put(
                    dimension,
                    switch (dimension) {
                        case HOUR -> Instant.ofEpochMilli(at - at % 3_600_000).toString();
                        case DAY -> Instant.ofEpochMilli(at - at % 86_400_000).toString();
                        case USER -> Long.toString(call.user().value());
                        case KEY -> Long.toString(call.key().value());
                        case GROUP -> Long.toString(call.group().value());
                        case ACCOUNT -> Long.toString(account.value());
                        case MODEL -> call.model();
                    });
        }
        return ids;
    }

    @Test
    void aReportMayBeCutToItsLargestRows() {
        deliver(calls(new Random(3), 200), new Random(3));
        List<ReportRow> all = book().report(new ReportQuery(Set.of(Dimension.USER), null, null, Map.of(), 0));
        List<ReportRow> top = book().report(new ReportQuery(Set.of(Dimension.USER), null, null, Map.of(), 2));

        assertThat(all)
                .hasSize(3)
                .isSortedAccordingTo(
                        (a, b) -> Long.compare(b.sums().chargedNanos(), a.sums().chargedNanos()));
        assertThat(top).isEqualTo(all.subList(0, 2));
    }

    /** An export of millions of rows must not gather them: here a writer that counts what is held between two pages. */
    @Test
    void theExportWritesEveryRowOnceInOrder() {
        List<UsageRecord> calls = calls(new Random(5), 12_000);
        for (int at = 0; at < calls.size(); at += 3_000) {
            book().settle(calls.subList(at, at + 3_000));
        }
        StringWriter csv = new StringWriter();
        UsageExport.write(store, UsageExport.Format.CSV, null, null, csv);
        List<String> lines = csv.toString().lines().skip(1).toList();
        List<String> expected = calls.stream()
                .sorted((a, b) -> a.createdAt().equals(b.createdAt())
                        ? a.requestId().compareTo(b.requestId())
                        : a.createdAt().compareTo(b.createdAt()))
                .map(UsageRecord::requestId)
                .toList();

        assertThat(lines.stream()
                        .map(line -> line.substring(0, line.indexOf(',')))
                        .toList())
                .isEqualTo(expected);
    }

    /** The rows held while one is written are those of a page, however many there are in all. */
    @Test
    void theExportStopsReadingWhenItsReaderStops() {
        List<UsageRecord> calls = calls(new Random(6), 11_000);
        book().settle(calls);
        int[] lines = new int[1];
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                if (++lines[0] > 100) {
                    throw new IOException("full");
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        assertThatThrownBy(() -> UsageExport.write(store, UsageExport.Format.JSONL, null, null, full))
                .hasStackTraceContaining("full");
        assertThat(lines[0]).isEqualTo(101);
    }

    @Test
    void oldCallsLeaveTheLogAndTheirSumsStay() {
        List<UsageRecord> calls = calls(new Random(9), 500); // 30 October to 2 November
        book().settle(calls);
        UsageSums before = book().report(new ReportQuery(Set.of(), null, null, Map.of(), 0))
                .getFirst()
                .sums();
        Instant now = Instant.parse("2026-12-01T12:00:00Z");

        assertThat(UsageRetention.run(store, now, Duration.ofDays(30), () -> false))
                .isPositive();
        assertThat(UsageRetention.run(store, now, Duration.ofDays(30), () -> false))
                .isZero();

        Instant kept = Instant.parse("2026-11-01T00:00:00Z");
        long left =
                calls.stream().filter(call -> !call.createdAt().isBefore(kept)).count();
        StringWriter csv = new StringWriter();
        UsageExport.write(store, UsageExport.Format.CSV, null, null, csv);
        assertThat(csv.toString().lines().count() - 1).isEqualTo(left);
        assertThat(book().horizon()).isEqualTo(kept);
        assertThat(book().report(new ReportQuery(Set.of(), null, null, Map.of(), 0))
                        .getFirst()
                        .sums())
                .isEqualTo(before);
        assertThat(book().verify()).isEmpty();
        long attempts = store.read(handle -> handle.createQuery("select count(*) from usage_attempts")
                .mapTo(Long.class)
                .one());
        assertThat(attempts)
                .isEqualTo(calls.stream()
                        .filter(call -> !call.createdAt().isBefore(kept))
                        .mapToLong(call -> call.attempts().size())
                        .sum());
    }

    @Test
    void withoutAnAgeNothingIsRemoved() {
        book().settle(calls(new Random(9), 50));
        Instant now = Instant.parse("2036-12-01T12:00:00Z");

        assertThat(UsageRetention.run(store, now, Duration.ZERO, () -> false)).isZero();
        assertThat(book().verify()).isEmpty();
    }
}
