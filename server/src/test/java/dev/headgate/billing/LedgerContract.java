package dev.headgate.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.GatewayException;
import dev.headgate.base.GroupId;
import dev.headgate.base.IdSource;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger's operations promise on every database. */
abstract class LedgerContract {
    static final UserId USER = new UserId(7);
    private static final Instant NOW = Instant.parse("2026-11-25T10:30:00Z");

    private final ManualClock clock = new ManualClock(NOW);
    private Store store;
    private Billing billing;
    private Ledger ledger;

    abstract String url();

    @BeforeEach
    void open() {
        store = Store.open(url());
        MoneyScene.anyMonth(store);
        billing = new Billing(store, new IdSource(clock, new Random(1)), clock);
        ledger = billing.ledger();
        billing.loadMoney();
    }

    @AfterEach
    void booksAndMemoryAgree() {
        assertThat(billing.verify()).isEmpty();
        assertThat(billing.memoryDifferences()).isEmpty();
        store.close();
    }

    private Money available() {
        return billing.balances().available(USER);
    }

    private void settle(String requestId, long nanos) {
        store.write(handle -> {
            handle.execute("""
                    insert into usage (request_id, created_at, user_id, key_id, group_id, account_id, protocol, model,
                        upstream_model, stream, status, error_code, input_tokens, output_tokens, cache_read_tokens,
                        cache_write_5m_tokens, cache_write_1h_tokens, reasoning_tokens, list_cost_nanos, charged_nanos,
                        from_balance, estimated, price_version, first_byte_ms, duration_ms, attempts, trace)
                    values (?, ?, ?, 1, 1, 1, 'p', 'm', 'm', ?, 200, '', 1, 1, 0, 0, 0, 0, 0, ?, ?, ?, 'v', 1, 1, 0, '')""", requestId, clock.millis(), USER.value(), false, nanos, true, false);
            billing.settle(
                    handle,
                    List.of(new Charge(
                            requestId,
                            USER,
                            new KeyId(1),
                            new GroupId(1),
                            null,
                            true,
                            new Money(nanos),
                            clock.instant())));
            return 0;
        });
        billing.balances().moved(USER, new Money(-nanos)); // what the call's hold does
    }

    @Test
    void everyKindOfOperationHappensOnce() {
        assertThat(ledger.grant("a", USER, new Money(500), "welcome")).isEqualTo(Written.DONE);
        assertThat(ledger.grant("a", USER, new Money(500), "welcome")).isEqualTo(Written.EXISTS);
        assertThat(ledger.topUp("a", USER, new Money(300), "invoice 1")).isEqualTo(Written.DONE);
        assertThat(ledger.topUp("a", USER, new Money(300), "invoice 1")).isEqualTo(Written.EXISTS);
        assertThat(ledger.adjust("a", USER, new Money(-900), "chargeback")).isEqualTo(Written.DONE);
        assertThat(ledger.adjust("a", USER, new Money(-900), "chargeback")).isEqualTo(Written.EXISTS);

        assertThat(ledger.balance(USER)).isEqualTo(new Money(-100)).isEqualTo(available());
    }

    @Test
    void anIdStandsForOneContent() {
        ledger.grant("a", USER, new Money(500), "welcome");

        assertThatThrownBy(() -> ledger.grant("a", USER, new Money(501), "welcome"))
                .hasMessageContaining("\"grant:a\" was used for 0.0000005 USD");
        assertThat(ledger.balance(USER)).isEqualTo(new Money(500));
    }

    @Test
    void allRefundsOfACallAreNoMoreThanItsCharge() {
        settle("call-1", 1_000);
        assertThat(ledger.refund("r1", "call-1", new Money(400), "bad answer")).isEqualTo(Written.DONE);
        assertThat(ledger.refund("r1", "call-1", new Money(400), "bad answer")).isEqualTo(Written.EXISTS);
        assertThatThrownBy(() -> ledger.refund("r2", "call-1", new Money(601), "more"))
                .hasMessageContaining("at most 0.0000006");
        assertThat(ledger.refund("r3", "call-1", null, "the rest")).isEqualTo(Written.DONE);
        assertThat(ledger.refund("r3", "call-1", null, "the rest")).isEqualTo(Written.EXISTS);
        assertThatThrownBy(() -> ledger.refund("r4", "no-call", null, "?")).hasMessageContaining("no-call");

        assertThat(ledger.balance(USER)).isEqualTo(Money.ZERO);
    }

    private LongHold hold(String id, long nanos) {
        return new LongHold(id, USER, new Money(nanos), clock.instant().plusSeconds(60), LongHold.State.OPEN);
    }

    @Test
    void aHoldIsPostedAndItsRestIsFreeAgain() {
        ledger.grant("a", USER, new Money(1_000), "");
        assertThat(billing.holds().hold(hold("h", 600), "job")).isEqualTo(Written.DONE);
        assertThat(billing.holds().hold(hold("h", 600), "job")).isEqualTo(Written.EXISTS);
        assertThat(available()).isEqualTo(new Money(400));

        assertThat(billing.holds().post("h", new Money(250), "")).isEqualTo(Written.DONE);
        assertThat(billing.holds().post("h", new Money(250), "")).isEqualTo(Written.EXISTS);
        assertThat(available()).isEqualTo(new Money(750));
        assertThatThrownBy(() -> billing.holds().release("h", "late")).hasMessageContaining("posted");
    }

    @Test
    void moreThanTheHoldNeedsAReason() {
        ledger.grant("a", USER, new Money(1_000), "");
        billing.holds().hold(hold("h", 600), "job");

        assertThatThrownBy(() -> billing.holds().post("h", new Money(700), "")).hasMessageContaining("or a reason");
        billing.holds().post("h", new Money(700), "longer than planned");
        assertThat(available()).isEqualTo(new Money(300));
    }

    @Test
    void aHoldIsReleasedOnceAndNeverPostedAfter() {
        ledger.grant("a", USER, new Money(1_000), "");
        billing.holds().hold(hold("h", 600), "job");
        assertThat(billing.holds().release("h", "cancelled")).isEqualTo(Written.DONE);
        assertThat(billing.holds().release("h", "cancelled")).isEqualTo(Written.EXISTS);

        assertThatThrownBy(() -> billing.holds().post("h", new Money(1), "")).isInstanceOf(GatewayException.class);
        assertThat(available()).isEqualTo(new Money(1_000));
    }

    /** Also after a restart: expiry is a row's, not a timer's. */
    @Test
    void aHoldExpires() {
        ledger.grant("a", USER, new Money(1_000), "");
        billing.holds().hold(hold("h", 600), "job");
        clock.advance(Duration.ofSeconds(59));
        billing.round();
        assertThat(available()).isEqualTo(new Money(400));

        billing = new Billing(store, new IdSource(clock, new Random(1)), clock);
        ledger = billing.ledger();
        billing.loadMoney();
        clock.advance(Duration.ofSeconds(1));
        billing.round();
        assertThat(available()).isEqualTo(new Money(1_000));
        assertThat(billing.holds().find("h").state()).isEqualTo(LongHold.State.EXPIRED);
    }

    @Test
    void aHoldNeedsMoneyThatNoCallHolds() {
        ledger.grant("a", USER, new Money(1_000), "");
        Purse.Hold call = billing.balances().hold(USER, Estimate.exactly(new Money(500)));

        assertThatThrownBy(() -> billing.holds().hold(hold("h", 600), "job")).isInstanceOf(GatewayException.class);
        call.release();
        assertThat(billing.holds().hold(hold("h", 600), "job")).isEqualTo(Written.DONE);
    }

    /** A command beside the server: the server takes its change over, once. */
    @Test
    void whatAnotherProcessWroteArrivesOnce() {
        Billing other = new Billing(store, new IdSource(clock, new Random(1)), clock);
        other.ledger().grant("x", USER, new Money(500), "by command");
        assertThat(available()).isEqualTo(Money.ZERO);

        billing.round();
        assertThat(available()).isEqualTo(new Money(500));
        billing.round();
        ledger.grant("y", USER, new Money(50), "");
        assertThat(available()).isEqualTo(new Money(550));
    }

    /** The net holds: a row that was tampered with is found. */
    @Test
    void verifyFindsWhatIsWrong() {
        ledger.grant("a", USER, new Money(500), "");
        settle("call-1", 100);
        store.write(handle -> handle.execute("update ledger_balances set nanos = nanos + 1 where book = 'user:7'"));
        assertThat(billing.verify()).hasSize(2).anyMatch(line -> line.contains("user:7"));
        store.write(handle -> handle.execute("update ledger_balances set nanos = nanos - 1 where book = 'user:7'"));
        store.write(handle -> handle.execute("update usage set charged_nanos = 99"));
        assertThat(billing.verify()).containsExactly("call call-1: no entry of its charge");
        store.write(handle -> handle.execute("update usage set charged_nanos = 100"));
    }

    /** Many at once, each repeated by two threads: each happens once, and memory takes each over once. */
    @Test
    void racingOperationsHappenOnceEach() {
        AtomicInteger done = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                String id = "race-" + i / 2;
                threads.execute(() -> {
                    if (ledger.grant(id, USER, new Money(10), "race") == Written.DONE) {
                        done.incrementAndGet();
                    }
                });
            }
        }
        assertThat(done).hasValue(20);
        assertThat(available()).isEqualTo(new Money(200));
    }
}
