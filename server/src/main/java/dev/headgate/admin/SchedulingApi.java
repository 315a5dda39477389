package dev.headgate.admin;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.Provider;
import dev.headgate.base.AccountId;
import dev.headgate.base.Dialect;
import dev.headgate.base.GroupId;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.scheduling.Ask;
import dev.headgate.scheduling.Explanation;
import dev.headgate.scheduling.Lineup;
import dev.headgate.scheduling.PoolView;
import dev.headgate.scheduling.Warmth;
import dev.headgate.simulation.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How accounts are chosen: how each stands for a request now, and what another way would have made of past traffic. */
final class SchedulingApi {
    private final Features.Scheduling scheduling;
    private final Features.Pool pool;
    private final SchedulingReplay replay;

    SchedulingApi(Features features) {
        this.scheduling = features.scheduling();
        this.pool = features.pool();
        this.replay = new SchedulingReplay(features);
    }

    record StandingsFilter(
            String groupId,
            @Doc("as clients name it") String model,

            @Doc("anthropic, openai or gemini: the protocol that the client speaks") @Nullable
            String dialect) {}

    record StandingView(
            String accountId,
            String account,
            int priority,
            int inUse,
            int concurrency,

            @Doc("lower is better, in thousandths of a fully used account; null when it can't take the request")
            @Nullable
            Integer cost,

            int slots,
            int sessions,
            int quota,
            int firstByte,
            int errors,

            @Doc("why it can't take the request, empty when it can")
            String excluded) {}

    record StandingsView(Instant at, String group, String model, String dialect, List<StandingView> accounts) {}

    record ReplayAsk(
            String groupId,

            @Doc("end of the stretch that is played again; now unless given") @Nullable
            Instant to,

            @Doc("its length, 1 - 168, 24 unless given") @Nullable
            Integer hours,

            @Doc("headgate unless given, or round-robin, random, least-connections") @Nullable
            String policy,

            @Doc("accounts that are left out") @Nullable List<String> without,
            @Doc("slots of every account") @Nullable Integer concurrency,

            @Doc("percent, as scheduling.sticky-reserve") @Nullable
            Integer stickyReserve,

            @Doc("percent, as scheduling.warmth-weight") @Nullable
            Integer warmthWeight,

            @Doc(
                    "tokens that every account has in five hours, cached ones counted a tenth; without it quota has no end")
            @Nullable
            Long windowTokens) {}

    record OutcomeView(
            String policy,
            long answered,
            long promptTokens,
            long cachedTokens,
            int waitMsP50,
            int waitMsP99,

            @Doc("times a client saw an error since no account could take its call")
            long refused,

            @Doc("five-hour windows begun") int windows,

            @Doc("tokens of these that were left at their end")
            long wastedTokens) {
        static OutcomeView of(Outcome outcome, boolean quota) {
            return new OutcomeView(
                    outcome.policy().toLowerCase(Locale.ROOT).replace(' ', '-'),
                    outcome.served(),
                    outcome.promptTokens(),
                    outcome.cachedTokens(),
                    outcome.waits().p50(),
                    outcome.waits().p99(),
                    outcome.refused(),
                    quota ? outcome.windows() : 0,
                    quota ? outcome.wastedUnits() / 10 : 0);
        }
    }

    record BandView(String accountId, int session, Instant from, Instant to) {}

    record ReplayView(
            Instant from,
            Instant to,
            @Doc("answered calls that were played again") int calls,
            @Doc("conversations they were taken for") int sessions,

            @Doc("whether the stretch held more calls than are played; then the latest are")
            boolean cut,

            @Doc("prompt tokens of these calls") long promptTokens,

            @Doc("of these, those that really came from a cache")
            long cachedTokens,

            @Doc("all accounts as they are, chosen as they are")
            OutcomeView asIs,

            @Doc("with what was asked for changed") OutcomeView changed,

            @Doc("which account had which session when, in the changed run; the first 5,000")
            List<BandView> bands) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(
                                "/scheduling/now",
                                "scheduling.now",
                                "How each account of a group stands for a new request, and why")
                        .needs(Permission.ACCOUNTS_READ)
                        .gives(StandingsView.class)
                        .with(StandingsFilter.class, this::now),
                Endpoint.post(
                                "/scheduling/replay",
                                "scheduling.replay",
                                "Play past traffic of a group again, as it is and with something changed")
                        .needs(Permission.ACCOUNTS_READ)
                        .unaudited()
                        .gives(ReplayView.class)
                        .with(ReplayAsk.class, (call, input) -> replay.run(input)));
    }

    private Object now(ApiCall call, StandingsFilter input) {
        GroupId group = new GroupId(Lists.id("group_id", input.groupId()));
        String name = pool.accounts()
                .directory()
                .group(group)
                .orElseThrow(() -> ApiFault.notFound("group"))
                .name();
        Dialect dialect = dialect(input.dialect(), group);
        Instant at = scheduling.clock().instant();
        Lineup lineup = scheduling.lineups().of(group, dialect, input.model());
        Explanation explained = Explanation.of(
                PoolView.all(lineup, at), new Ask(input.model(), Set.of(), Warmth.NONE, 0), scheduling.picker());
        List<StandingView> accounts = new java.util.ArrayList<>();
        for (Explanation.Score score : explained.compared()) {
            Account account = pool.accounts().directory().named(score.account()).orElseThrow();
            accounts.add(new StandingView(
                    account.id().toString(),
                    account.name(),
                    account.priority(),
                    inUse(account.id()),
                    account.concurrency(),
                    score.cost(),
                    score.slots(),
                    score.sessions(),
                    score.quota(),
                    score.firstByte(),
                    score.errors(),
                    ""));
        }
        for (Explanation.Exclusion out : explained.excluded()) {
            Account account = out.account();
            accounts.add(new StandingView(
                    account.id().toString(),
                    account.name(),
                    account.priority(),
                    inUse(account.id()),
                    account.concurrency(),
                    null,
                    0,
                    0,
                    0,
                    0,
                    0,
                    out.words()));
        }
        return new StandingsView(at, name, input.model(), dialect.name().toLowerCase(Locale.ROOT), accounts);
    }

    private int inUse(AccountId id) {
        return pool.care().reading(id).slotsInUse();
    }

    /** The one asked for, else that of the group's first account. */
    private Dialect dialect(@Nullable String text, GroupId group) {
        if (text == null) {
            return pool.accounts().directory().pool(group).stream()
                    .map(Account::provider)
                    .map(Provider::dialect)
                    .findFirst()
                    .orElse(Dialect.ANTHROPIC);
        }
        for (Dialect dialect : Dialect.values()) {
            if (dialect.name().toLowerCase(Locale.ROOT).equals(text)) {
                return dialect;
            }
        }
        throw new IllegalArgumentException("dialect: \"" + text + "\" (expected: anthropic, openai or gemini)");
    }
}
