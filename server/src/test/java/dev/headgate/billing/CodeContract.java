package dev.headgate.billing;

import static dev.headgate.billing.Claim.Policy.SUBSCRIPTION;
import static dev.headgate.billing.MoneyScene.USER;
import static dev.headgate.billing.MoneyScene.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.GatewayException;
import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What codes promise on every database. */
abstract class CodeContract {
    private static final Instant END = at("2026-12-01T00:00:00Z");

    private MoneyScene scene;

    abstract String url();

    @BeforeEach
    void open() {
        scene = new MoneyScene(Store.open(url()), new ManualClock(at("2026-11-25T10:00:00Z")));
        scene.crash();
    }

    @AfterEach
    void booksAndMemoryAgree() {
        assertThat(scene.differences()).isEmpty();
        scene.close();
    }

    private Codes codes() {
        return scene.billing().codes();
    }

    private static CodeBatch batch(String name, CodeBatch.Kind kind, CodeBatch.Gift gift, int uses) {
        return new CodeBatch(0, name, kind, gift, END, uses, true);
    }

    private static CodeBatch.Gift dollars(long nanos) {
        return new CodeBatch.Gift(new Money(nanos), 0, 0, 0);
    }

    private List<String> redeemCodes(CodeBatch.Gift gift, int count, int uses) {
        return codes().make(batch("b", CodeBatch.Kind.REDEEM, gift, uses), count, new SecureRandom());
    }

    @Test
    void aCodeGivesItsMoneyOnce() {
        List<String> made = redeemCodes(dollars(500), 3, 1);
        assertThat(made)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("([2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}"));
        assertThat(codes().redeem(made.getFirst().toLowerCase(Locale.ROOT).replace("-", " "), USER))
                .isEqualTo(Written.DONE);
        assertThat(codes().redeem(made.getFirst(), USER)).isEqualTo(Written.EXISTS);
        assertThatThrownBy(() -> codes().redeem(made.getFirst(), new UserId(8)))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("has been used");

        assertThat(scene.billing().balances().available(USER)).isEqualTo(new Money(500));
        assertThat(codes().list()).singleElement().satisfies(listed -> {
            assertThat(listed.codes()).isEqualTo(3);
            assertThat(listed.uses()).isEqualTo(1);
        });
    }

    /** A leaked database shows no code. */
    @Test
    void noCodeStandsInTheDatabase() {
        String code = redeemCodes(dollars(500), 1, 1).getFirst();
        List<String> stored = scene.store.read(handle -> handle.createQuery("select hash || prefix from codes")
                .mapTo(String.class)
                .list());

        assertThat(stored).singleElement().satisfies(row -> assertThat(row).doesNotContain(code.substring(0, 8)));
    }

    @Test
    void expiredDisabledAndUnknownCodesGiveNothing() {
        List<String> made = redeemCodes(dollars(500), 2, 1);
        assertThatThrownBy(() -> codes().redeem("NOPE1-NOPE1-NOPE1-NOPE1", USER))
                .hasMessageContaining("not known");
        scene.clock.set(END);
        assertThatThrownBy(() -> codes().redeem(made.getFirst(), USER)).hasMessageContaining("expired");
        scene.clock.set(END.minusSeconds(1));
        assertThat(codes().disable("b")).isTrue();
        assertThatThrownBy(() -> codes().redeem(made.getFirst(), USER)).hasMessageContaining("not known");
        assertThat(scene.billing().balances().available(USER)).isEqualTo(Money.ZERO);
    }

    @Test
    void aCodeGivesDaysAndPlaces() {
        scene.billing()
                .subscriptions()
                .save(List.of(new Plan(
                        0,
                        "pro",
                        MoneyScene.GROUP,
                        Money.ZERO,
                        Validity.parse("30d"),
                        Map.of(),
                        Plan.Renewal.NONE,
                        ZoneId.of("UTC"),
                        true,
                        true)));
        long plan = scene.billing().subscriptions().plan("pro").orElseThrow().id();
        List<String> made = redeemCodes(new CodeBatch.Gift(Money.ZERO, plan, 7, 3), 2, 1);
        codes().redeem(made.get(0), USER);
        codes().redeem(made.get(1), USER);

        scene.spend(SUBSCRIPTION, 10);
        assertThat(scene.billing().subscriptions().of(USER))
                .singleElement()
                .satisfies(each -> assertThat(each.endsAt()).isEqualTo(at("2026-12-09T10:00:00Z")));
        assertThat(codes().extraPlaces(USER)).isEqualTo(6);
        scene.crash();
        assertThat(codes().extraPlaces(USER)).isEqualTo(6);
    }

    @Test
    void promotionsAreForRegistrationOnly() {
        codes().makePromo(batch("welcome", CodeBatch.Kind.PROMO, dollars(100), 2), "Welcome-10");
        assertThatThrownBy(() -> codes().redeem("WELCOME10", USER)).hasMessageContaining("not known");
        assertThat(codes().redeemAtRegistration("welcome10", USER)).isEqualTo(Written.DONE);
        assertThat(codes().redeemAtRegistration("welcome10", USER)).isEqualTo(Written.EXISTS);
        assertThat(codes().redeemAtRegistration("WELCOME10", new UserId(8))).isEqualTo(Written.DONE);
        assertThatThrownBy(() -> codes().redeemAtRegistration("WELCOME10", new UserId(9)))
                .hasMessageContaining("has been used");
    }

    /** Forty at once for a code that three may take, half of them the same user. */
    @Test
    void racesGiveNoMoreThanTheLimit() {
        String code = redeemCodes(dollars(10), 1, 3).getFirst();
        AtomicInteger done = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                UserId user = i % 2 == 0 ? USER : new UserId(100 + i);
                threads.execute(() -> {
                    try {
                        go.await();
                        if (codes().redeem(code, user) == Written.DONE) {
                            done.incrementAndGet();
                        }
                    } catch (GatewayException e) {
                        assertThat(e).hasMessageContaining("has been used");
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            go.countDown();
        }
        assertThat(done).hasValue(3);
        long given = scene.billing().ledger().userBalances().values().stream()
                .mapToLong(Money::nanos)
                .sum();
        assertThat(given).isEqualTo(30);
    }
}
