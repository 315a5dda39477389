package dev.headgate.bench;

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
import dev.headgate.base.GroupId;
import dev.headgate.base.PrefixChain;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.cluster.MemoryCluster;
import dev.headgate.scheduling.AccountPicker;
import dev.headgate.scheduling.Ask;
import dev.headgate.scheduling.Decision;
import dev.headgate.scheduling.Explanation;
import dev.headgate.scheduling.Homes;
import dev.headgate.scheduling.Lineup;
import dev.headgate.scheduling.SchedulingConfig;
import dev.headgate.scheduling.Traits;
import dev.headgate.scheduling.Warmth;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a choice costs, the view included: new conversations, sessions at home among 100,000, and a pool with nothing free. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SchedulingBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final int SESSIONS = 100_000;

    @Param({"10", "50", "1000"})
    public int accounts;

    private final AccountPicker picker = new AccountPicker(SchedulingConfig.DEFAULTS);
    private Lineup pool = new Lineup(List.of(), new Lineup.Unfit(0, 0));
    private Lineup full = pool;
    private Homes homes =
            new Homes(MemoryCluster.alone(InstantSource.fixed(NOW)).affinity());
    private long seed;

    @Setup
    public void fill() {
        InstantSource clock = InstantSource.fixed(NOW);
        SplittableRandom random = new SplittableRandom(1);
        homes = new Homes(MemoryCluster.alone(clock).affinity());
        AccountHealth health = new AccountHealth(clock, random);
        AccountHealth away = new AccountHealth(clock, random);
        List<Lineup.Row> rows = new ArrayList<>();
        List<Lineup.Row> none = new ArrayList<>();
        for (int i = 1; i <= accounts; i++) {
            Account account = account(i);
            health.told(
                    account.id(),
                    null,
                    List.of(
                            QuotaWindow.share(
                                    "5h", Duration.ofHours(5), random.nextInt(900_000), NOW.plusSeconds(9_000), NOW),
                            QuotaWindow.share("7d", Duration.ofDays(7), 300_000, NOW.plusSeconds(300_000), NOW)));
            int calls = random.nextInt(8);
            for (int call = 0; call < calls; call++) {
                health.lease(account);
            }
            if (random.nextInt(10) == 0) {
                health.failed(account, "m", rest());
            }
            away.failed(account, "m", rest());
            rows.add(new Lineup.Row(account, "m", health.pulse(account.id()), homes.tally(account.id())));
            none.add(new Lineup.Row(account, "m", away.pulse(account.id()), homes.tally(account.id())));
        }
        pool = new Lineup(rows, new Lineup.Unfit(0, 0));
        full = new Lineup(none, new Lineup.Unfit(0, 0));
        for (int session = 0; session < SESSIONS; session++) {
            Homes.Request request = request(session);
            request.find(0);
            request.answeredBy(new AccountId(1 + random.nextInt(accounts)), "", new long[0], NOW);
        }
    }

    private static Setback rest() {
        return new Setback(Setback.Kind.RATE_LIMITED, false, Duration.ofMinutes(1), "429");
    }

    private static Account account(long id) {
        return new Account(
                new AccountId(id),
                "account-" + id,
                Provider.ANTHROPIC,
                BaseUrl.parse("https://vendor.example"),
                new Credential.ApiKey(new Secret("k")),
                Set.of(new GroupId(1)),
                8,
                1,
                1,
                ModelMap.ALL,
                AccountOptions.NONE,
                true,
                true);
    }

    private Homes.Request request(int session) {
        return homes.request(
                new Traits(new GroupId(1), new UserId(7), "m", "session-" + session, "", "", Duration.ofMinutes(5)),
                () -> PrefixChain.NONE);
    }

    private Decision choose(Lineup lineup, Warmth warmth) {
        return picker.choose(lineup, NOW, new Ask("m", Set.of(), warmth, 5_000), ++seed);
    }

    /** A request that belongs nowhere yet. */
    @Benchmark
    public Decision newConversation() {
        return choose(pool, Warmth.NONE);
    }

    /** One of 100,000 sessions: its home is looked up, then chosen. */
    @Benchmark
    public Decision sessionAtHome() {
        Homes.Request request = request((int) (++seed * 7_919 % SESSIONS));
        request.find(0);
        return choose(pool, request.warmth());
    }

    /** Nothing is free: all accounts are looked at. */
    @Benchmark
    public Decision nothingFree() {
        return choose(full, Warmth.NONE);
    }

    /** A choice and its explanation, as the trace of a call needs it. */
    @Benchmark
    public Explanation explained() {
        return Explanation.of(choose(pool, Warmth.NONE), picker);
    }
}
