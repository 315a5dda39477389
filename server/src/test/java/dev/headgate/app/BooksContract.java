package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.IdSource;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.billing.Billing;
import dev.headgate.billing.Ledger;
import dev.headgate.billing.Written;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.store.Store;
import dev.headgate.usage.Rating;
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
import java.util.Random;
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
