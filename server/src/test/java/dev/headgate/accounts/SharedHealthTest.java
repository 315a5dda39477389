package dev.headgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.Setback.Kind;
import dev.headgate.base.AccountId;
import dev.headgate.base.Secret;
import dev.headgate.cluster.Answer;
import dev.headgate.cluster.MemoryCluster;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Two gateways with the same accounts: together never more calls than an account may have, and what one learns both know. */
class SharedHealthTest {
    private static final Duration LEASE_TIME = Duration.ofSeconds(30);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T10:00:00Z"));
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final MemoryCluster oneCluster = MemoryCluster.create(clock, LEASE_TIME, 64);
    private final MemoryCluster otherCluster = oneCluster.join();
    private final AccountHealth one = new AccountHealth(clock, random, oneCluster, "one");
    private final AccountHealth other = new AccountHealth(clock, random, otherCluster, "other");
    private final Account account = new Account(
            new AccountId(7),
            "a",
            Provider.ANTHROPIC,
            BaseUrl.parse("https://api.example.com"),
            new Credential.ApiKey(new Secret("key")),
            Set.of(),
            3,
            50,
            1,
            ModelMap.ALL,
            AccountOptions.NONE,
            true,
            true);

    /** As a call does it: a slot of one's own, then the others' word. */
    private Optional<AccountPulse.Lease> lease(AccountHealth at) {
        Optional<AccountPulse.Lease> own = at.lease(account, "m");
        if (own.isEmpty()) {
            return own;
        }
        Answer<Boolean> confirmed = at.confirm(account, own.get());
        return confirmed.value() ? own : Optional.empty();
    }

    private Status status(AccountHealth at) {
        return at.state(account).status();
    }

    @Test
    void togetherTheyTakeNoMoreSlotsThanThereAre() {
        List<AccountPulse.Lease> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            for (AccountHealth at : List.of(one, other)) {
                lease(at).ifPresent(held::add);
            }
        }
        assertThat(held).hasSize(3);
        assertThat(one.inUse() + other.inUse()).isEqualTo(3); // a slot that wasn't confirmed is given back here too

        held.getFirst().close();
        held.getFirst().close();
        assertThat(lease(other)).isPresent().hasValueSatisfying(held::add);
        assertThat(lease(one)).isEmpty();
        held.forEach(AccountPulse.Lease::close);
        assertThat(one.inUse() + other.inUse()).isZero();
        assertThat(oneCluster.leases().held(AccountHealth.slots(account.id())).value())
                .isZero();
    }

    @Test
    void aGatewayThatDiesGivesItsSlotsBack() {
        for (int i = 0; i < 3; i++) {
            assertThat(lease(one)).isPresent();
        }
        assertThat(lease(other)).isEmpty();
        clock.advance(LEASE_TIME.plusSeconds(5));
        otherCluster.beat();
        assertThat(lease(other)).isPresent();
    }

    @Test
    void aRestAndItsEndAreKnownToBoth() {
        one.failed(account, "m", new Setback(Kind.RATE_LIMITED, false, Duration.ofMinutes(2), "HTTP 429: slow down"));
        assertThat(status(other)).isEqualTo(Status.COOLING);
        assertThat(other.state(account).reason()).isEqualTo("HTTP 429: slow down");
        assertThat(other.state(account).until()).isEqualTo(one.state(account).until());
        other.recover(account.id());
        assertThat(status(one)).isEqualTo(Status.ACTIVE);
        other.look(); // nothing stays behind
        one.look();
        assertThat(status(one)).isEqualTo(Status.ACTIVE);

        one.failed(account, "m", new Setback(Kind.EXHAUSTED, true, Duration.ofHours(1), "quota of m"));
        assertThat(other.state(account).takes("m")).isFalse();
        assertThat(other.state(account).takes("n")).isTrue();
    }

    /** What concerns one gateway's own way, a connection that fails or a breaker, is not the others' business. */
    @Test
    void aGatewaysOwnTroubleStaysItsOwn() {
        for (int i = 0; i < 5; i++) {
            one.failed(account, "m", new Setback(Kind.UNREACHABLE, false, null, "no route"));
        }
        assertThat(status(one)).isEqualTo(Status.COOLING);
        assertThat(status(other)).isEqualTo(Status.ACTIVE);
    }

    /** An event is told once and may be missed, as by a gateway that starts later. */
    @Test
    void aRestThatWasMissedIsFound() {
        one.failed(account, "m", new Setback(Kind.OVERLOADED, false, Duration.ofMinutes(2), "overloaded"));
        AccountHealth late = new AccountHealth(clock, random, oneCluster.join(), "late");
        assertThat(status(late)).isEqualTo(Status.ACTIVE);
        late.pulse(account.id());
        late.look();
        assertThat(status(late)).isEqualTo(Status.COOLING);
    }

    @Test
    void aPauseIsKnownToBoth() {
        one.pause(account.id(), new Hold.Stay("paused: by me", clock.instant()));
        assertThat(status(other)).isEqualTo(Status.PAUSED);
        one.pause(account.id(), null);
        assertThat(status(other)).isEqualTo(Status.ACTIVE);
    }

    /** Alone a slot is a counter: nobody is asked, and no object is made for the answer. */
    @Test
    void aloneNobodyIsAsked() {
        AccountHealth alone = new AccountHealth(clock, random, MemoryCluster.alone(clock), "alone");
        AccountPulse.Lease lease = alone.lease(account, "m").orElseThrow();
        assertThat(alone.confirm(account, lease)).isSameAs(alone.confirm(account, lease));
        assertThat(alone.confirm(account, lease).value()).isTrue();
        lease.close();
    }
}
