package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountOptions;
import dev.headgate.accounts.BaseUrl;
import dev.headgate.accounts.Credential;
import dev.headgate.accounts.ModelMap;
import dev.headgate.accounts.Provider;
import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.IdSource;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.billing.Billing;
import dev.headgate.billing.Ledger;
import dev.headgate.billing.Written;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.protocol.UsageReport;
import dev.headgate.store.Store;
import dev.headgate.upstream.TestBook;
import dev.headgate.upstream.TestPrices;
import dev.headgate.usage.Dimension;
import dev.headgate.usage.Rating;
import dev.headgate.usage.ReportQuery;
import dev.headgate.usage.ReportRow;
import dev.headgate.usage.UsageBook;
import dev.headgate.usage.UsageExport;
import dev.headgate.usage.UsageRecord;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What settlement and ledger promise on every database. */
abstract class BooksContract {
    static final UserId USER = new UserId(7);
    private static final Instant NOW = Instant.parse("2026-11-24T10:30:00Z");

    private Store store;
    private Ledger ledger;
    private UsageBook book;

    abstract String url();

    static Billing billing(Store store, InstantSource clock) {
        return new Billing(store, new IdSource(clock, new SecureRandom()), clock);
    }

    @BeforeEach
    void open() {
        store = Store.open(url());
        Billing billing = billing(store, InstantSource.fixed(NOW));
        ledger = billing.ledger();
        book = new UsageBook(store, new LedgerSettlement(billing));
    }

    @AfterEach
    void close() {
        assertThat(ledger.verify()).isEmpty();
        store.close();
    }

    static UsageRecord record(int number, boolean fromBalance) {
        return new UsageRecord(
                "request-" + number,
                NOW.plusMillis(number),
                USER,
                new KeyId(2),
                new GroupId(3),
                new AccountId(4),
                Protocol.OPENAI_CHAT,
                "gpt, \"x\"",
                "gpt",
                false,
                200,
                "",
                new TokenUsage(10, 20, 3, 4, 5, 6),
                new Money(100),
                new Money(1_000 + number),
                fromBalance,
                null,
                false,
                Rating.NONE,
                "v1",
                1,
                2,
                List.of(),
                "{}");
    }

    /** A retried delivery must not charge twice: the database may lose its answer, never the books. */
    @Test
    void settlingTwiceMovesMoneyOnce() {
        List<UsageRecord> records = List.of(record(1, true), record(2, true));

        assertThat(book.settle(records)).isEqualTo(2);
        assertThat(book.settle(records)).isZero();
        assertThat(book.settle(List.of(record(2, true), record(3, true)))).isEqualTo(1);

        assertThat(ledger.userBalances()).containsEntry(USER, new Money(-(1_001 + 1_002 + 1_003)));
    }

    @Test
    void trackedCallsLeaveTheBalanceAlone() {
        book.settle(List.of(record(1, false)));

        assertThat(ledger.userBalances()).doesNotContainKey(USER);
    }

    @Test
    void aGrantHappensOnceForItsId() {
        assertThat(ledger.grant("1", USER, new Money(500), "test")).isEqualTo(Written.DONE);
        assertThat(ledger.grant("1", USER, new Money(500), "test")).isEqualTo(Written.EXISTS);
        assertThat(ledger.grantOnce("1", USER, new Money(700), "test")).isEqualTo(Written.EXISTS);
        assertThatThrownBy(() -> ledger.grant("1", USER, new Money(700), "test"))
                .hasMessageContaining("used for");
        assertThat(ledger.userBalances()).containsEntry(USER, new Money(500));
    }

    /** Batches repeat, overlap and come in any order. */
    @Test
    void booksBalanceAfterAnyOrderOfDeliveries() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<UsageRecord> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(record(i, i % 3 != 0));
        }
        List<UsageRecord> deliveries = new ArrayList<>(all);
        deliveries.addAll(all.subList(0, 90));
        Collections.shuffle(deliveries, random);
        for (int at = 0; at < deliveries.size(); ) {
            int to = Math.min(deliveries.size(), at + 1 + random.nextInt(40));
            book.settle(deliveries.subList(at, to));
            at = to;
        }
        long expected = all.stream()
                .filter(UsageRecord::fromBalance)
                .mapToLong(record -> record.charged().nanos())
                .sum();

        assertThat(ledger.userBalances()).as("seed " + seed).containsEntry(USER, new Money(-expected));
        assertThat(book.totals(new KeyId(2), Instant.EPOCH).calls()).isEqualTo(200);
    }

    /** Proving the books of a large store takes minutes, in which calls go on ending. */
    @Test
    void provingTheBooksNeverHoldsUpSettlement() {
        book.settle(List.of(record(1, true)));

        long after = store.snapshot(handle -> {
            assertThat(rows(handle)).isEqualTo(1);
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> book.settle(List.of(record(2, true))));
            return rows(handle);
        });

        assertThat(after).as("one instant").isEqualTo(1);
        assertThat(ledger.userBalances()).containsEntry(USER, new Money(-(1_001 + 1_002)));
    }

    private static long rows(Handle handle) {
        return handle.createQuery("select count(*) from usage")
                .mapTo(Long.class)
                .one();
    }

    /** The vendor bills a test like any call; nobody here pays for it, nor once prices have changed. */
    @Test
    void aTestCallIsTheOperatorsCostAndNobodysCharge() {
        Account account = new Account(
                new AccountId(4),
                "a",
                Provider.OPENAI,
                BaseUrl.parse("https://api.openai.com"),
                new Credential.ApiKey(new Secret("k")),
                Set.of(),
                1,
                0,
                1,
                ModelMap.ALL,
                AccountOptions.NONE,
                true,
                true);
        UsageReport used = new UsageReport(
                List.of(new UsageReport.Part("", new TokenUsage(8, 1, 0, 0, 0, 0))), true, 1, ServiceTerms.NONE);
        IdSource ids = new IdSource(InstantSource.fixed(NOW), new SecureRandom());
        TestLedger tests = TestLedger.by(book, ids, InstantSource.fixed(NOW));
        TestPrices.Listed listed = new TestPrices.Listed(new Money(700), "v1");
        tests.over(new TestBook.Billed(account, Protocol.OPENAI_CHAT, "gpt", 200, "", used, false, listed, 3, 5));

        ReportRow row = book.report(new ReportQuery(Set.of(Dimension.USER, Dimension.ACCOUNT), null, null, Map.of(), 0))
                .getFirst();
        assertThat(row.names()).containsEntry(Dimension.USER, "(test)");
        assertThat(row.sums().upstreamNanos()).isEqualTo(700);
        assertThat(row.sums().chargedNanos()).isZero();
        assertThat(book.verify()).isEmpty();
        StringWriter csv = new StringWriter();
        UsageExport.write(store, UsageExport.Format.CSV, null, null, csv);
        assertThat(csv.toString()).contains(",(test),(test),(test),4,openai-chat,gpt,gpt,false,200,,8,1,");
    }

    @Test
    void theExportHasItsColumnsAndItsTimes() {
        book.settle(List.of(record(1, true), record(5_000, true)));
        StringWriter csv = new StringWriter();
        UsageExport.write(store, UsageExport.Format.CSV, NOW, NOW.plusSeconds(5), csv);

        assertThat(csv.toString().lines())
                .containsExactly(
                        "request_id,created_at,user,key,group,account,protocol,model,upstream_model,stream,status,error_code,"
                                + "input_tokens,output_tokens,cache_read_tokens,cache_write_5m_tokens,cache_write_1h_tokens,"
                                + "reasoning_tokens,list_cost_nanos,charged_nanos,estimated,first_byte_ms,duration_ms,attempts",
                        "request-1,2026-11-24T10:30:00.001Z,7,2,3,4,openai-chat,\"gpt, \"\"x\"\"\",gpt,false,200,,10,20,3,4,5,6,"
                                + "100,1001,false,1,2,0");
    }
}
