package dev.headgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.Setback.Kind;
import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.Secret;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each kind of failure does to an account, for how long, and what ends it. */
class AccountHealthTest {
    private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
    private static final String MODEL = "claude-sonnet-4-5";

    private final ManualClock clock = new ManualClock(START);
    private final AccountHealth health = new AccountHealth(clock, RandomGenerator.of("L64X128MixRandom"));
    private final Account account = account(AccountOptions.NONE, true, "key-1");

    private static Account account(AccountOptions options, boolean enabled, String key) {
        return new Account(
                new AccountId(7),
                "a",
                Provider.ANTHROPIC,
                BaseUrl.parse("https://api.anthropic.com"),
                new Credential.ApiKey(new Secret(key)),
                Set.of(new GroupId(1)),
                2,
                50,
                1,
                ModelMap.ALL,
                options,
                enabled,
                true);
    }

    private void fail(Kind kind, @Nullable Duration asked) {
        health.failed(account, MODEL, new Setback(kind, false, asked, "words"));
    }

    private AccountState state() {
        return health.state(account);
    }

    @Test
    void slotsAreNeverMoreThanTheConcurrencyAndEndOnce() {
        var one = health.lease(account).orElseThrow();
        var two = health.lease(account).orElseThrow();
        assertThat(health.lease(account)).isEmpty();

        one.close();
        one.close();

        assertThat(health.inUse()).isEqualTo(1);
        assertThat(health.lease(account)).isPresent();
        two.close();
        assertThat(health.inUse()).isEqualTo(1);
    }

    @Test
    void aRateLimitHoldsAsLongAsAsked() {
        fail(Kind.RATE_LIMITED, Duration.ofSeconds(42));

        assertThat(state().status()).isEqualTo(Status.COOLING);
        assertThat(state().until()).isEqualTo(START.plusSeconds(42));
        assertThat(health.lease(account)).isEmpty();
        clock.advance(Duration.ofSeconds(42));
        assertThat(state().status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void withoutAWordARateLimitDoublesFromFiveSecondsToFiveMinutes() {
        for (long seconds : new long[] {5, 10, 20, 40, 80, 160, 300, 300}) {
            fail(Kind.RATE_LIMITED, null);
            Duration held = Duration.between(clock.instant(), state().until());
            assertThat(held.toMillis()).isBetween(seconds * 800, seconds * 1_200);
            clock.advance(held);
        }
        health.succeeded(account.id(), MODEL);
        fail(Kind.RATE_LIMITED, null);
        assertThat(Duration.between(clock.instant(), state().until())).isLessThanOrEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void anOverloadDoublesToTenMinutes() {
        Duration held = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            fail(Kind.OVERLOADED, null);
            held = Duration.between(clock.instant(), state().until());
            clock.advance(held);
        }
        assertThat(held.toMillis()).isBetween(480_000L, 720_000L);
    }

    /** A late 429 of five seconds must not end a rest of five hours. */
    @Test
    void aShortHoldDoesNotShortenALongOne() {
        fail(Kind.EXHAUSTED, Duration.ofHours(5));
        fail(Kind.RATE_LIMITED, Duration.ofSeconds(5));

        assertThat(state().status()).isEqualTo(Status.EXHAUSTED);
        clock.advance(Duration.ofSeconds(6));
        assertThat(state().status()).isEqualTo(Status.EXHAUSTED);
        assertThat(state().until()).isEqualTo(START.plus(Duration.ofHours(5)));
    }

    @Test
    void quotaWithoutAResetRestsAnHour() {
        fail(Kind.EXHAUSTED, null);
        assertThat(state().until()).isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @Test
    void aRefusedCredentialRestsUntilItIsReplaced() {
        fail(Kind.CREDENTIAL, null);

        assertThat(state().status()).isEqualTo(Status.NEEDS_ATTENTION);
        clock.advance(Duration.ofDays(400));
        assertThat(state().status()).isEqualTo(Status.NEEDS_ATTENTION);
        assertThat(health.state(account(AccountOptions.NONE, true, "key-2")).status())
                .isEqualTo(Status.ACTIVE);
    }

    @Test
    void aLimitOfOneModelLeavesTheOthersAlone() {
        health.failed(account, MODEL, new Setback(Kind.RATE_LIMITED, true, Duration.ofSeconds(60), "words"));

        assertThat(state().status()).isEqualTo(Status.ACTIVE);
        assertThat(state().takes(MODEL)).isFalse();
        assertThat(state().takes("claude-haiku-4-5")).isTrue();
        assertThat(health.lease(account, MODEL)).isEmpty();
        assertThat(health.lease(account, "claude-haiku-4-5")).isPresent();
        clock.advance(Duration.ofSeconds(60));
        assertThat(state().takes(MODEL)).isTrue();
    }

    @Test
    void threeFailedConnectionsOpenTheBreakerAndOneCallProbes() {
        for (int i = 0; i < 3; i++) {
            assertThat(state().status()).isEqualTo(Status.ACTIVE);
            fail(Kind.UNREACHABLE, null);
        }
        assertThat(state().status()).isEqualTo(Status.COOLING);
        assertThat(state().until()).isEqualTo(START.plusSeconds(30));

        clock.advance(Duration.ofSeconds(30));
        assertThat(state().status()).isEqualTo(Status.ACTIVE);
        var probe = health.lease(account).orElseThrow();
        assertThat(health.lease(account)).isEmpty(); // the second call doesn't probe
        fail(Kind.UNREACHABLE, null);
        probe.close();
        assertThat(state().status()).isEqualTo(Status.COOLING); // one failed probe opens it again

        clock.advance(Duration.ofSeconds(30));
        var second = health.lease(account).orElseThrow();
        health.answered(account.id());
        assertThat(health.lease(account)).isPresent();
        second.close();
        assertThat(state().status()).isEqualTo(Status.ACTIVE);
    }

    /** The end of a call that began before the breaker opened says nothing about the probe. */
    @Test
    void onlyTheProbesOwnEndFreesTheProbe() {
        var old = health.lease(account).orElseThrow();
        for (int i = 0; i < 3; i++) {
            fail(Kind.UNREACHABLE, null);
        }
        clock.advance(Duration.ofSeconds(30));
        var probe = health.lease(account).orElseThrow();
        old.close();

        assertThat(health.lease(account)).isEmpty();
        probe.close();
        assertThat(health.lease(account)).isPresent();
    }

    @Test
    void fiveFailedAnswersOpenTheBreakerAndAnAnswerInBetweenStartsTheCountAnew() {
        for (int i = 0; i < 4; i++) {
            fail(Kind.FAILED, null);
        }
        health.answered(account.id());
        for (int i = 0; i < 4; i++) {
            fail(Kind.FAILED, null);
        }
        assertThat(state().status()).isEqualTo(Status.ACTIVE);
        fail(Kind.FAILED, null);
        assertThat(state().status()).isEqualTo(Status.COOLING);
        assertThat(health.pulse(account.id()).errorPpm()).isPositive();
    }

    @Test
    void pausedExpiredAndOutsideItsHoursAreSaid() {
        assertThat(health.state(account(AccountOptions.NONE, false, "key-1")).status())
                .isEqualTo(Status.PAUSED);
        AccountOptions expiring = new AccountOptions(null, Map.of(), null, START.plusSeconds(10), List.of(), "");
        Account soon = account(expiring, true, "key-1");
        assertThat(health.state(soon).status()).isEqualTo(Status.ACTIVE);
        clock.advance(Duration.ofSeconds(10));
        assertThat(health.state(soon).status()).isEqualTo(Status.EXPIRED);

        ActiveHours hours = ActiveHours.parse("Europe/Berlin", List.of("mon-fri 12:00-18:00"));
        Account office = account(new AccountOptions(null, Map.of(), hours, null, List.of(), ""), true, "key-1");
        AccountState before = health.state(office); // 11:00 in Berlin, a Wednesday
        assertThat(before.status()).isEqualTo(Status.PAUSED);
        assertThat(before.until()).isEqualTo(Instant.parse("2026-11-25T11:00:00Z"));
        clock.advance(Duration.ofHours(1));
        assertThat(health.state(office).status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void recoveryEndsEveryHold() {
        fail(Kind.CREDENTIAL, null);
        fail(Kind.EXHAUSTED, null);
        health.failed(account, MODEL, new Setback(Kind.RATE_LIMITED, true, null, "words"));

        health.recover(account.id());

        assertThat(state().status()).isEqualTo(Status.ACTIVE);
        assertThat(state().takes(MODEL)).isTrue();
    }

    @Test
    void theSameStateIsTheSameObjectUntilSomethingChanges() {
        AccountState before = state();
        assertThat(state()).isSameAs(before);
        health.told(
                account.id(),
                null,
                List.of(QuotaWindow.counted("requests", Duration.ofMinutes(1), 100, 25, START.plusSeconds(60), START)));
        assertThat(state().windows()).hasSize(1);
        assertThat(state().windows().getFirst().usedPpmAt(START)).isEqualTo(750_000);
        assertThat(state().windows().getFirst().usedPpmAt(START.plusSeconds(60)))
                .isZero();
    }
}
