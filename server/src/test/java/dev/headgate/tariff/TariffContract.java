package dev.headgate.tariff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.IdSource;
import dev.headgate.base.KeyId;
import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.billing.Billing;
import dev.headgate.billing.Charge;
import dev.headgate.pricing.PriceBook;
import dev.headgate.pricing.PriceRow;
import dev.headgate.pricing.PriceTable;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.store.Store;
import dev.headgate.usage.AttemptRecord;
import dev.headgate.usage.Rating;
import dev.headgate.usage.ReportQuery;
import dev.headgate.usage.UsageBook;
import dev.headgate.usage.UsageCorrections;
import dev.headgate.usage.UsageRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changing prices and pricing past calls again promise on every database. */
abstract class TariffContract {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final UserId USER = new UserId(7);

    private Store store;
    private Billing billing;
    private UsageBook usage;
    private final List<String> alerts = new ArrayList<>();

    abstract String url();

    @BeforeEach
    void open() {
        store = Store.open(url());
        billing = new Billing(store, new IdSource(CLOCK, new Random(1)), CLOCK);
        billing.open();
        usage = new UsageBook(
                store,
                (handle, inserted) -> billing.settle(
                        handle,
                        inserted.stream()
                                .map(call -> new Charge(
                                        call.requestId(),
                                        call.user(),
                                        call.key(),
                                        call.group(),
                                        call.subscription(),
                                        call.fromBalance(),
                                        call.charged(),
                                        call.createdAt()))
                                .toList()));
    }

    @AfterEach
    void booksBalance() {
        assertThat(billing.ledger().verify()).isEmpty();
        assertThat(usage.verify()).isEmpty();
        store.close();
    }

    private static PriceRow row(String model, long input, long output) {
        return new PriceRow(
                model,
                "openai",
                Instant.EPOCH,
                new TreeMap<>(Map.of("input", input, "output", output)),
                "2026-11-01/test");
    }

    private Tariffs tariffs(PriceRow... file) {
        return new Tariffs(
                store, CLOCK, List.of(row("a", 1_000_000, 2_000_000), row("b", 5, 5)), List.of(file), alerts::add);
    }

    private static byte[] table(PriceRow... rows) {
        return PriceTable.write(List.of(rows)).getBytes(StandardCharsets.UTF_8);
    }

    private static long input(PriceBook book, String model) {
        return book.find("openai", model, NOW).orElseThrow().base().input();
    }

    @Test
    void aNewTableHoldsUntilItIsRolledBack() {
        Tariffs tariffs = tariffs();
        List<PriceChange> changes = tariffs.apply(table(row("a", 1_500_000, 2_000_000)), "one", "");
        long after = tariffs.state();
        tariffs.apply(table(row("a", 1_800_000, 2_000_000), row("c", 9, 9)), "two", "");

        assertThat(changes).extracting(PriceChange::words).containsExactly("openai a input: 1 → 1.5");
        assertThat(input(tariffs.book(), "a")).isEqualTo(1_800_000);
        assertThat(tariffs.book().find("openai", "a", NOW).orElseThrow().version())
                .startsWith("t2/");
        assertThat(input(tariffs.book(), "b")).isEqualTo(5);
        assertThat(tariffs.state()).isGreaterThan(after);

        assertThat(tariffs.rollBack("wrong")).isEqualTo(1);
        assertThat(input(tariffs.book(), "a")).isEqualTo(1_500_000);
        assertThat(tariffs.rollBack("wrong too")).isZero();
        assertThat(input(tariffs.book(), "a")).isEqualTo(1_000_000);
        assertThatThrownBy(() -> tariffs.rollBack("once more")).hasMessageContaining("shipped");
        assertThat(tariffs.history())
                .extracting(TableVersion::kind)
                .containsExactly("apply", "apply", "rollback", "rollback");
    }

    /** A slip of the decimal point at the source must not reach a single charge. */
    @Test
    void aTableWithAWildPriceIsRefusedWholeAndTold() {
        Tariffs tariffs = tariffs();

        assertThatThrownBy(() -> tariffs.apply(table(row("a", 10_000_001, 2_000_000), row("c", 1, 1)), "up", ""))
                .hasMessageContaining("a input: 1 → 10.000001");
        assertThatThrownBy(() -> tariffs.apply(table(row("a", 99_999, 2_000_000)), "down", ""))
                .hasMessageContaining("tenfold");
        assertThatThrownBy(() -> tariffs.apply(table(row("a", 0, 2_000_000)), "free", ""))
                .hasMessageContaining("tenfold");
        assertThatThrownBy(() -> tariffs.apply(
                        "{\"rows\":[{\"model\":\"a\",\"provider\":\"openai\",\"input\":-1}]}"
                                .getBytes(StandardCharsets.UTF_8),
                        "negative",
                        ""))
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> tariffs.apply(table(row("a", 1, 1)), "bytes", "00".repeat(32)))
                .hasMessageContaining("checksum");

        assertThat(input(tariffs.book(), "a")).isEqualTo(1_000_000);
        assertThat(tariffs.book().find("openai", "c", NOW)).isEmpty();
        assertThat(alerts).hasSize(5);
        assertThat(tariffs.history())
                .extracting(TableVersion::kind)
                .containsOnly("refused")
                .hasSize(5);
        byte[] tenfold = table(row("a", 10_000_000, 2_000_000));
        assertThat(tariffs.apply(tenfold, "ten", Tariffs.sha256(tenfold))).hasSize(1);
    }

    @Test
    void ownPricesAreVersionsAndMayBeWithdrawn() {
        Tariffs tariffs = tariffs(row("b", 77, 77));
        tariffs.put(row("a", 3, 3), "contract");
        tariffs.put(row("a", 4, 4), "new contract");
        tariffs.put(row("b", 4, 4), "loses against the file");

        assertThat(input(tariffs.book(), "a")).isEqualTo(4);
        assertThat(tariffs.book().find("openai", "a", NOW).orElseThrow().version())
                .startsWith("o2/");
        assertThat(input(tariffs.book(), "b")).isEqualTo(77);
        assertThat(tariffs.withdraw(row("a", 4, 4), "ended")).isTrue();
        assertThat(tariffs.withdraw(row("a", 4, 4), "ended")).isFalse();
        assertThat(input(tariffs.book(), "a")).isEqualTo(1_000_000);
    }

    /** Call {@code number}: 1,000 tokens in and 100 out of model a, at 1/2 USD a million: 1.2 mUSD list, times 1.5 charged. */
    private static UsageRecord call(int number, boolean fromBalance, String model) {
        TokenUsage used = new TokenUsage(1_000, 100, 0, 0, 0, 0);
        Money list = new Money(1_200_000);
        return new UsageRecord(
                String.format("0%07d-0000-7000-8000-000000000000", number),
                NOW.minusSeconds(3_600).plusMillis(number),
                USER,
                new KeyId(2),
                new GroupId(3),
                new AccountId(4),
                Protocol.OPENAI_CHAT,
                model,
                model,
                false,
                200,
                "",
                used,
                list,
                new Money(1_800_000),
                fromBalance,
                null,
                false,
                new Rating("openai", ServiceTerms.NONE, List.of(), 1_500_000, 1_000_000, 1_000_000),
                "v1",
                1,
                2,
                List.of(new AttemptRecord(new AccountId(4), "success", 200, used, list, 2)),
                "{}");
    }

    private Rerating.Outcome rerate(String id, long input, boolean dryRun) {
        Rerating rerating = new Rerating(new UsageCorrections(store), billing.ledger(), CLOCK);
        Rerating.Order order =
                new Rerating.Order(id, NOW.minusSeconds(7_200), NOW, "the vendor's price was wrong", dryRun);
        return rerating.run(order, PriceBook.of(List.of(row("a", input, 2_000_000))));
    }

    @Test
    void aRerationMovesChargesOnceAndSumsWithThem() {
        List<UsageRecord> calls = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            calls.add(call(i, i % 2 == 0, i % 5 == 4 ? "unknown" : "a"));
        }
        for (int at = 0; at < calls.size(); at += 500) {
            usage.settle(calls.subList(at, at + 500));
        }
        Money before = billing.ledger().balance(USER);

        // 1,000 × 3 + 100 × 2 = 3.2 mUSD: 2.0 more a call at list, 3.0 more charged; 2,000 calls have a price
        Rerating.Outcome dry = rerate("r1", 3_000_000, true);
        Rerating.Outcome real = rerate("r1", 3_000_000, false);
        Rerating.Outcome again = rerate("r1", 3_000_000, false);

        assertThat(dry).isEqualTo(new Rerating.Outcome(2_500, 2_000, 500, Money.parseUsd("4"), Money.parseUsd("6")));
        assertThat(real).isEqualTo(dry);
        assertThat(again.changed()).isZero();
        assertThat(billing.ledger().balance(USER))
                .isEqualTo(before.minus(Money.parseUsd("3"))); // half was from the balance
        var sums = usage.report(new ReportQuery(Set.of(), null, null, Map.of(), 0))
                .getFirst()
                .sums();
        assertThat(sums.calls()).isEqualTo(2_500);
        assertThat(sums.listNanos()).isEqualTo(2_500 * 1_200_000L + 4_000_000_000L);
        assertThat(sums.chargedNanos()).isEqualTo(2_500 * 1_800_000L + 6_000_000_000L);
        assertThat(sums.upstreamNanos()).isEqualTo(sums.listNanos());

        // back to what it was: corrections of corrections
        Rerating.Outcome back = rerate("r2", 1_000_000, false);
        assertThat(back.charged()).isEqualTo(Money.parseUsd("-6"));
        assertThat(billing.ledger().balance(USER)).isEqualTo(before);
    }

    /** A run that breaks off between pages is ended by running it again. */
    @Test
    void aRerationThatBrokeOffIsContinued() {
        List<UsageRecord> calls = new ArrayList<>();
        for (int i = 0; i < 2_100; i++) {
            calls.add(call(i, true, "a"));
        }
        usage.settle(calls);
        PriceBook book = PriceBook.of(List.of(row("a", 3_000_000, 2_000_000)));
        int[] reads = new int[1];
        InstantSource breaking = () -> {
            if (++reads[0] == 2) {
                throw new IllegalStateException("crash");
            }
            return NOW;
        };
        Rerating.Order order = new Rerating.Order("r1", NOW.minusSeconds(7_200), NOW, "test", false);

        assertThatThrownBy(() -> new Rerating(new UsageCorrections(store), billing.ledger(), breaking).run(order, book))
                .hasMessageContaining("crash");
        assertThat(rerate("r1", 3_000_000, false).changed()).isEqualTo(1_100);
        assertThat(billing.ledger().balance(USER)).isEqualTo(new Money(-2_100 * 4_800_000L));
    }
}
