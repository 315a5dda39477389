package dev.headgate.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountHealth;
import dev.headgate.accounts.AccountOptions;
import dev.headgate.accounts.BaseUrl;
import dev.headgate.accounts.Credential;
import dev.headgate.accounts.ModelMap;
import dev.headgate.accounts.Provider;
import dev.headgate.accounts.QuotaWindow;
import dev.headgate.accounts.Setback;
import dev.headgate.base.AccountId;
import dev.headgate.base.Fingerprint;
import dev.headgate.base.GroupId;
import dev.headgate.base.Secret;
import dev.headgate.scheduling.Decision.NoneAvailable;
import dev.headgate.scheduling.Decision.Picked;
import dev.headgate.scheduling.Decision.Reason;
import dev.headgate.scheduling.Decision.Why;
import dev.headgate.scheduling.Warmth.HomeKind;
import dev.headgate.scheduling.Warmth.Place;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;

/** Which account wins, and what is said about it. */
class AccountPickerTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final ManualClock clock = new ManualClock(NOW);
    private AccountHealth health = new AccountHealth(clock, RandomGenerator.of("L64X128MixRandom"));
    private final AccountPicker picker = new AccountPicker(SchedulingConfig.DEFAULTS);
    private Map<AccountId, SessionTally> tallies = new HashMap<>();

    @BeforeTry
    void fresh() {
        health = new AccountHealth(clock, RandomGenerator.of("L64X128MixRandom"));
        tallies = new HashMap<>();
    }

    private static Account account(long id, int priority, int weight, int concurrency) {
        return new Account(
                new AccountId(id),
                "a" + id,
                Provider.ANTHROPIC,
                BaseUrl.parse("https://api.anthropic.com"),
                new Credential.ApiKey(new Secret("k")),
                Set.of(new GroupId(1)),
                concurrency,
                priority,
                weight,
                ModelMap.ALL,
                AccountOptions.NONE,
                true,
                true);
    }

    private static List<Account> equal(int count) {
        List<Account> accounts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            accounts.add(account(i, 50, 1, 10));
        }
        return accounts;
    }

    private Lineup lineup(List<Account> accounts) {
        return new Lineup(
                accounts.stream()
                        .map(account -> new Lineup.Row(account, "m", health.pulse(account.id()), tally(account.id())))
                        .toList(),
                new Lineup.Unfit(0, 0));
    }

    private SessionTally tally(AccountId id) {
        return tallies.computeIfAbsent(id, made -> new SessionTally());
    }

    private static Ask ask(Warmth warmth, AccountId... tried) {
        return new Ask("m", Set.copyOf(Arrays.asList(tried)), warmth, 1_000);
    }

    private static Warmth home(long id) {
        return new Warmth(null, new AccountId(id), HomeKind.SESSION, null, List.of());
    }

    private static Warmth warm(long id, int tokens) {
        return new Warmth(null, null, HomeKind.SESSION, null, List.of(new Place(new AccountId(id), tokens)));
    }

    private Decision choose(List<Account> accounts, Warmth warmth, long seed) {
        return picker.choose(lineup(accounts), clock.instant(), ask(warmth), seed);
    }

    /** How often each account is chosen of 10,000 times, or -1 for none. */
    private Map<Long, Integer> shares(List<Account> accounts, Warmth warmth) {
        Lineup lineup = lineup(accounts);
        Map<Long, Integer> shares = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            Decision decision = picker.choose(lineup, clock.instant(), ask(warmth), i);
            long id = decision instanceof Picked picked ? picked.account().id().value() : -1;
            shares.merge(id, 1, Integer::sum);
        }
        return shares;
    }

    private void occupy(Account account, int calls) {
        for (int i = 0; i < calls; i++) {
            assertThat(health.lease(account)).isPresent();
        }
    }

    private void cool(Account account, Duration time) {
        health.failed(account, "m", new Setback(Setback.Kind.RATE_LIMITED, false, time, "429 of the vendor"));
    }

    @Test
    void weightIsAShareWhenNothingElseDiffers() {
        Map<Long, Integer> shares = shares(List.of(account(1, 50, 3, 10), account(2, 50, 1, 10)), Warmth.NONE);

        assertThat(shares.get(1L)).isBetween(7_300, 7_700);
    }

    @Test
    void theBestPriorityWithRoomIsUsedAlone() {
        List<Account> accounts = List.of(account(1, 60, 1, 10), account(2, 50, 1, 2), account(3, 50, 1, 2));
        assertThat(shares(accounts, Warmth.NONE)).containsOnlyKeys(2L, 3L);

        occupy(accounts.get(1), 2);
        occupy(accounts.get(2), 2);

        assertThat(shares(accounts, Warmth.NONE)).containsOnlyKeys(1L);
    }

    @Test
    void aBusierAccountIsLeftToOthers() {
        List<Account> accounts = equal(3);
        occupy(accounts.get(0), 5);

        assertThat(shares(accounts, Warmth.NONE)).containsOnlyKeys(2L, 3L);
    }

    @Test
    void homeIsKeptHoweverBusyWhileItHasASlot() {
        List<Account> accounts = equal(3);
        occupy(accounts.get(0), 9);
        assertThat(choose(accounts, home(1), 5)).isInstanceOfSatisfying(Picked.class, picked -> {
            assertThat(picked.account().name()).isEqualTo("a1");
            assertThat(picked.why()).isEqualTo(Why.SESSION);
        });

        occupy(accounts.get(0), 1);

        assertThat(shares(accounts, home(1))).containsOnlyKeys(2L, 3L);
    }

    @Test
    void aGuestStaysWhereItWentWhileHomeIsAway() {
        List<Account> accounts = equal(3);
        Warmth away = new Warmth(null, new AccountId(1), HomeKind.SESSION, new AccountId(3), List.of());
        assertThat(shares(accounts, away)).containsOnlyKeys(1L);

        cool(accounts.get(0), Duration.ofSeconds(30));
        assertThat(shares(accounts, away)).containsOnlyKeys(3L);

        clock.advance(Duration.ofSeconds(31));
        assertThat(shares(accounts, away)).containsOnlyKeys(1L);
    }

    @Test
    void whatBindsHardGoesNowhereElse() {
        List<Account> accounts = equal(3);
        Warmth hard = new Warmth(
                new Warmth.Hard(new AccountId(2), "previous_response_id"), null, HomeKind.SESSION, null, List.of());
        assertThat(shares(accounts, hard)).containsOnlyKeys(2L);

        cool(accounts.get(1), Duration.ofSeconds(90));
        assertThat(choose(accounts, hard, 1)).isInstanceOfSatisfying(NoneAvailable.class, none -> {
            assertThat(none.reason()).isEqualTo(Reason.BOUND);
            assertThat(none.retryAfter()).isEqualTo(Duration.ofSeconds(90));
            assertThat(Refusal.words(none))
                    .contains("cooling down until 12:01:30 UTC")
                    .doesNotContain("a2");
        });
        assertThat(choose(List.of(accounts.get(0)), hard, 1))
                .isInstanceOfSatisfying(
                        NoneAvailable.class,
                        none -> assertThat(Refusal.words(none)).contains("can no longer use that account"));
    }

    @Test
    void someSlotsAreKeptForAnAccountsOwnSessionsWhileOthersHaveRoom() {
        List<Account> accounts = List.of(account(1, 50, 1, 10), account(2, 60, 1, 10));
        occupy(accounts.get(0), 8);
        assertThat(shares(accounts, Warmth.NONE)).containsOnlyKeys(1L); // no session lives there: nothing to keep

        for (int session = 0; session < 30; session++) {
            tally(new AccountId(1)).mark(Fingerprint.mix(session), clock.instant());
        }
        assertThat(shares(accounts, Warmth.NONE)).containsOnlyKeys(2L);
        assertThat(shares(accounts, home(1))).containsOnlyKeys(1L);

        occupy(accounts.get(1), 10);
        assertThat(choose(accounts, Warmth.NONE, 1))
                .isInstanceOfSatisfying(
                        Picked.class, picked -> assertThat(picked.why()).isEqualTo(Why.RESERVE));
    }

    @Test
    void warmthDrawsUntilLoadOutweighsIt() {
        List<Account> accounts = equal(4);
        assertThat(shares(accounts, warm(3, 20_000))).containsOnlyKeys(3L);
        assertThat(shares(accounts, warm(3, 500)).get(1L)).isGreaterThan(2_000); // too short to be cached anywhere

        for (int session = 0; session < 70; session++) {
            tally(new AccountId(3)).mark(Fingerprint.mix(session), clock.instant());
        }
        assertThat(shares(accounts, warm(3, 20_000))).doesNotContainKey(3L);
    }

    @Test
    void quotaThatWouldRunDryIsSpared() {
        List<Account> accounts = equal(2);
        told(accounts.get(0), 800_000, Duration.ofHours(4)); // a fifth of it must last four hours
        told(accounts.get(1), 300_000, Duration.ofHours(4));

        assertThat(shares(accounts, Warmth.NONE)).containsOnlyKeys(2L);
    }

    @Test
    void aWindowThatHasNotBegunWaitsUntilOpenOnesAreNearlyFull() {
        List<Account> accounts = equal(2);
        told(accounts.get(0), 100_000, Duration.ofHours(4));
        told(accounts.get(1), 900_000, Duration.ofHours(-1)); // over: the next call begins a new one
        assertThat(shares(accounts, Warmth.NONE)).containsOnlyKeys(1L);

        occupy(accounts.get(0), 9);

        assertThat(shares(accounts, Warmth.NONE).get(2L)).isGreaterThan(5_000);
    }

    private void told(Account account, int usedPpm, Duration toCome) {
        health.told(
                account.id(),
                null,
                List.of(QuotaWindow.share(
                        "5h", Duration.ofHours(5), usedPpm, clock.instant().plus(toCome), NOW)));
    }

    @Test
    void anExplanationNamesEachAccountThatWasLeftOut() {
        List<Account> accounts = equal(5);
        cool(accounts.get(0), Duration.ofSeconds(330));
        occupy(accounts.get(1), 10);
        health.failed(accounts.get(2), "m", new Setback(Setback.Kind.CREDENTIAL, false, null, "HTTP 401"));
        Decision decision = picker.choose(lineup(accounts), clock.instant(), ask(Warmth.NONE, new AccountId(4)), 1);

        Explanation why = Explanation.of(decision, picker);

        assertThat(why.excluded().stream().map(out -> out.account().name() + " " + out.words()))
                .containsExactly(
                        "a1 cooling until 12:05:30 UTC: 429 of the vendor",
                        "a2 all 10 slots taken",
                        "a3 needs attention: HTTP 401",
                        "a4 tried already for this request");
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Picked.class, picked -> assertThat(picked.why()).isEqualTo(Why.ONLY));
        assertThat(why.compared().getFirst().account()).isEqualTo("a5");
    }

    @Test
    void aRefusalCountsWhatIsWrongAndNamesNobody() {
        List<Account> accounts = equal(3);
        cool(accounts.get(0), Duration.ofSeconds(20));
        cool(accounts.get(1), Duration.ofSeconds(10));
        health.failed(accounts.get(2), "m", new Setback(Setback.Kind.CREDENTIAL, false, null, "HTTP 401"));

        assertThat(choose(accounts, Warmth.NONE, 1)).isInstanceOfSatisfying(NoneAvailable.class, none -> {
            assertThat(none.reason()).isEqualTo(Reason.ALL_COOLING);
            assertThat(none.retryAfter()).isEqualTo(Duration.ofSeconds(10));
            assertThat(Refusal.words(none))
                    .isEqualTo("all 3 accounts that serve m are out: 1 is waiting for the operator's attention,"
                            + " 2 are cooling down; the next is free at 12:00:10 UTC");
        });
    }

    @Test
    void ofAThousandAccountsTheLastThatCanIsFound() {
        List<Account> accounts = equal(1_000);
        for (Account account : accounts) {
            if (account.id().value() != 777) {
                cool(account, Duration.ofMinutes(1));
            }
        }

        assertThat(choose(accounts, Warmth.NONE, 3))
                .isInstanceOfSatisfying(
                        Picked.class,
                        picked -> assertThat(picked.account().name()).isEqualTo("a777"));
        assertThat(choose(accounts, home(777), 3)).isInstanceOf(Picked.class);
    }

    @Test
    void ofAThousandAccountsAllAreUsedAlike() {
        Map<Long, Integer> shares = shares(equal(1_000), Warmth.NONE);

        assertThat(shares).hasSizeGreaterThan(990);
        assertThat(shares.values()).allSatisfy(share -> assertThat(share).isLessThan(40));
    }

    /** Whatever the state: the chosen one can take the call, none is refused while one can, and the same again gives the same. */
    @Property(tries = 300)
    void neverAnAccountThatCannotAndNeverNoneWhileOneCan(@ForAll long seed) {
        java.util.Random random = new java.util.Random(seed);
        List<Account> accounts = new ArrayList<>();
        int count = 1 + random.nextInt(100);
        int open = 0;
        for (int i = 1; i <= count; i++) {
            Account account = account(i, random.nextInt(3), 1 + random.nextInt(5), 1 + random.nextInt(4));
            accounts.add(account);
            boolean full = random.nextInt(4) != 0;
            boolean cooling = random.nextInt(4) == 0;
            occupy(account, full ? account.concurrency() : random.nextInt(account.concurrency()));
            if (cooling) {
                cool(account, Duration.ofSeconds(9));
            }
            open += full || cooling ? 0 : 1;
        }
        Warmth warmth = random.nextBoolean() ? Warmth.NONE : home(1 + random.nextInt(count));

        Decision decision = choose(accounts, warmth, seed);

        switch (decision) {
            case Picked picked -> {
                assertThat(health.lease(picked.account(), picked.upstreamModel()))
                        .isPresent();
                assertThat(picked.why()).isNotEqualTo(Why.HARD);
            }
            case NoneAvailable none -> {
                assertThat(open).isZero();
                assertThat(none.view().complete()).isTrue();
            }
        }
        fresh();
        if (decision instanceof Picked picked && open == count) {
            assertThat(choose(accounts, warmth, seed))
                    .isInstanceOfSatisfying(
                            Picked.class, again -> assertThat(again.why()).isEqualTo(picked.why()));
        }
    }
}
