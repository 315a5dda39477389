package dev.headgate.billing;

import static dev.headgate.billing.Claim.Policy.SUBSCRIPTION;
import static dev.headgate.billing.Claim.Policy.SUBSCRIPTION_THEN_BALANCE;
import static dev.headgate.billing.MoneyScene.USER;
import static dev.headgate.billing.MoneyScene.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.SubscriptionId;
import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What subscriptions promise on every database. */
abstract class SubscriptionContract {
    private MoneyScene scene;

    abstract String url();

    @BeforeEach
    void open() {
        scene = new MoneyScene(Store.open(url()), new ManualClock(at("2026-03-01T12:00:00Z")));
        scene.crash();
    }

    @AfterEach
    void booksAndMemoryAgree() {
        assertThat(scene.differences()).isEmpty();
        scene.close();
    }

    private Subscriptions subscriptions() {
        return scene.billing().subscriptions();
    }

    private static Plan plan(String validity, Plan.Renewal renewal, Map<Period, Money> limits) {
        return new Plan(
                0,
                "pro",
                MoneyScene.GROUP,
                new Money(1_000),
                Validity.parse(validity),
                limits,
                renewal,
                ZoneId.of("Europe/Berlin"),
                true,
                true);
    }

    private SubscriptionId subscribe(String validity, Map<Period, Money> limits) {
        subscriptions().save(List.of(plan(validity, Plan.Renewal.NONE, limits)));
        return subscriptions().subscribe("s1", USER, "pro", false);
    }

    private ErrorCode refusal(Claim.Policy policy, long nanos) {
        return ((Funded.Refused) scene.ask(policy, nanos, nanos)).code();
    }

    @Test
    void withoutOneTheCallIsRefused() {
        assertThat(refusal(SUBSCRIPTION, 1)).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
    }

    @Test
    void aWindowIsSpentOnceAndComesBackWithTheNext() {
        subscribe("30d", Map.of(Period.DAY, new Money(100), Period.WEEK, new Money(150)));
        scene.spend(SUBSCRIPTION, 100);

        Funded.Refused refused = (Funded.Refused) scene.ask(SUBSCRIPTION, 1, 1);
        assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(refused.words()).contains("per day", "2026-03-02T12:00:00Z");
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofHours(24));
        scene.clock.advance(Duration.ofHours(24));
        scene.spend(SUBSCRIPTION, 50);
        assertThat(((Funded.Refused) scene.ask(SUBSCRIPTION, 1, 1)).words()).contains("per week");
    }

    /** The spent part of a window survives a restart. */
    @Test
    void aRestartGrantsNothing() {
        subscribe("30d", Map.of(Period.DAY, new Money(100)));
        scene.spend(SUBSCRIPTION, 60);
        scene.crash();

        assertThat(refusal(SUBSCRIPTION, 41)).isEqualTo(ErrorCode.RATE_LIMITED);
        scene.spend(SUBSCRIPTION, 40);
    }

    /** 29 March 2026 has 23 hours in Berlin: the window ends with the calendar's day, not a quota early or late. */
    @Test
    void daysAreTheZonesAlsoWhenClocksChange() {
        scene.clock.set(at("2026-03-28T11:00:00Z")); // noon
        subscribe("30d", Map.of(Period.DAY, new Money(100)));
        scene.spend(SUBSCRIPTION, 100);
        scene.clock.set(at("2026-03-29T09:59:59Z"));
        assertThat(refusal(SUBSCRIPTION, 1)).isEqualTo(ErrorCode.RATE_LIMITED);
        scene.clock.set(at("2026-03-29T10:00:00Z")); // noon again
        scene.spend(SUBSCRIPTION, 100);
    }

    /** The wound of this field: a month paid once must not give two months' quotas. */
    @Test
    void aMonthPaidOnceHasOneMonthlyQuota() {
        subscribe("1mo", Map.of(Period.MONTH, new Money(100)));
        scene.spend(SUBSCRIPTION, 100);
        scene.clock.set(at("2026-04-01T10:59:59Z"));
        assertThat(refusal(SUBSCRIPTION, 1)).isEqualTo(ErrorCode.RATE_LIMITED);
        scene.clock.set(at("2026-04-01T11:00:00Z")); // noon in summer time: it has ended
        assertThat(refusal(SUBSCRIPTION, 1)).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
    }

    @Test
    void renewingEarlyMovesNoWindow() {
        SubscriptionId id = subscribe("30d", Map.of(Period.WEEK, new Money(100)));
        scene.spend(SUBSCRIPTION, 100);
        assertThat(subscriptions().renew("r1", id, false)).isEqualTo(Written.DONE);
        assertThat(subscriptions().renew("r1", id, false)).isEqualTo(Written.EXISTS);

        assertThat(refusal(SUBSCRIPTION, 1)).isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(subscriptions().find(id).endsAt()).isEqualTo(at("2026-04-30T11:00:00Z")); // 60 days, noon in Berlin
    }

    /** Lapsed in the middle of a week and renewed a day later: what was used of that week counts in the new one. */
    @Test
    void renewingLateGrantsNoSecondQuotaForTheSameWeek() {
        SubscriptionId id = subscribe("10d", Map.of(Period.WEEK, new Money(100)));
        scene.clock.advance(Duration.ofDays(8));
        scene.spend(SUBSCRIPTION, 80);
        scene.settle(1);
        scene.clock.advance(Duration.ofDays(3));
        assertThat(refusal(SUBSCRIPTION, 1)).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
        subscriptions().renew("r1", id, false);

        assertThat(refusal(SUBSCRIPTION, 21)).isEqualTo(ErrorCode.RATE_LIMITED);
        scene.spend(SUBSCRIPTION, 20);
        scene.clock.advance(Duration.ofDays(7));
        scene.spend(SUBSCRIPTION, 100);
    }

    @Test
    void aCallThatEndsInTheNextWindowIsCountedInItsOwn() {
        subscribe("30d", Map.of(Period.DAY, new Money(100)));
        MoneyScene.Call late = scene.call(SUBSCRIPTION, 60, 60);
        scene.clock.advance(Duration.ofHours(25));
        scene.spend(SUBSCRIPTION, 100);
        scene.end(late, 70);

        assertThat(refusal(SUBSCRIPTION, 1)).isEqualTo(ErrorCode.RATE_LIMITED);
    }

    @Test
    void subscriptionFirstThenBalance() {
        subscribe("30d", Map.of(Period.DAY, new Money(100)));
        scene.billing().ledger().grant("g", USER, new Money(1_000), "");
        scene.spend(SUBSCRIPTION_THEN_BALANCE, 90);
        scene.spend(SUBSCRIPTION_THEN_BALANCE, 20);

        assertThat(scene.billing().balances().available(USER)).isEqualTo(new Money(980));
        scene.spend(SUBSCRIPTION_THEN_BALANCE, 10);
        assertThat(scene.billing().balances().available(USER)).isEqualTo(new Money(980));
    }

    @Test
    void suspendedItServesNothingAndResumedItDoes() {
        SubscriptionId id = subscribe("30d", Map.of());
        subscriptions().suspend("a", id);
        assertThat(refusal(SUBSCRIPTION, 1)).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
        subscriptions().resume("b", id);
        scene.spend(SUBSCRIPTION, 5);
        assertThatThrownBy(() -> subscriptions().resume("c", id)).hasMessageContaining("suspended");
    }

    @Test
    void cancelledAtOnceAnotherMayBeMade() {
        SubscriptionId id = subscribe("30d", Map.of());
        assertThatThrownBy(() -> subscriptions().subscribe("s2", USER, "pro", false))
                .hasMessageContaining("runs until");
        subscriptions().cancel("c", id, true);
        assertThat(refusal(SUBSCRIPTION, 1)).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
        assertThat(subscriptions().subscribe("s2", USER, "pro", false)).isNotEqualTo(id);
        scene.spend(SUBSCRIPTION, 5);
    }

    @Test
    void thePriceIsTakenFromTheBalanceOnce() {
        subscriptions().save(List.of(plan("30d", Plan.Renewal.NONE, Map.of())));
        assertThatThrownBy(() -> subscriptions().subscribe("s1", USER, "pro", true))
                .isInstanceOf(GatewayException.class);
        scene.billing().ledger().grant("g", USER, new Money(1_500), "");
        SubscriptionId id = subscriptions().subscribe("s1", USER, "pro", true);

        assertThat(subscriptions().subscribe("s1", USER, "pro", true)).isEqualTo(id);
        assertThat(scene.billing().balances().available(USER)).isEqualTo(new Money(500));
    }

    @Test
    void itRenewsItselfFromTheBalanceOncePerEnd() {
        subscriptions().save(List.of(plan("30d", Plan.Renewal.BALANCE, Map.of())));
        SubscriptionId id = subscriptions().subscribe("s1", USER, "pro", false);
        scene.clock.set(subscriptions().find(id).endsAt().minusSeconds(300));
        scene.billing().round();
        assertThat(scene.events).hasSize(1).first().isInstanceOf(MoneyEvent.RenewalFailed.class);

        scene.billing().ledger().grant("g", USER, new Money(2_500), "");
        scene.clock.advance(Duration.ofMinutes(1));
        scene.billing().round();
        scene.billing().round();
        scene.crash();
        scene.billing().round();

        assertThat(scene.events)
                .filteredOn(event -> !(event instanceof MoneyEvent.Paid)) // the grant's
                .hasSize(2)
                .last()
                .isInstanceOf(MoneyEvent.SubscriptionRenewed.class);
        assertThat(scene.billing().balances().available(USER)).isEqualTo(new Money(1_500));
    }

    /** Made and changed beside the running server, which sees it at its next look. */
    @Test
    void whatAnotherProcessDoesIsSeen() {
        Subscriptions other = scene.beside().subscriptions();
        other.save(List.of(plan("30d", Plan.Renewal.NONE, Map.of(Period.DAY, new Money(100)))));
        SubscriptionId id = other.subscribe("s1", USER, "pro", false);
        scene.billing().round();
        scene.spend(SUBSCRIPTION, 100);
        other.save(List.of(plan("30d", Plan.Renewal.NONE, Map.of(Period.DAY, new Money(150)))));
        scene.billing().round();
        scene.spend(SUBSCRIPTION, 50);
        other.suspend("x", id);
        scene.billing().round();

        assertThat(refusal(SUBSCRIPTION, 1)).isEqualTo(ErrorCode.INSUFFICIENT_BALANCE);
    }
}
