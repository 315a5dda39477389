package dev.headgate.admin;

import dev.headgate.accounts.Account;
import dev.headgate.admin.SchedulingApi.BandView;
import dev.headgate.admin.SchedulingApi.OutcomeView;
import dev.headgate.admin.SchedulingApi.ReplayAsk;
import dev.headgate.admin.SchedulingApi.ReplayView;
import dev.headgate.base.Check;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.GroupId;
import dev.headgate.scheduling.SchedulingConfig;
import dev.headgate.simulation.Replay;
import dev.headgate.simulation.Setting;
import dev.headgate.simulation.Simulation;
import dev.headgate.simulation.Simulation.Plainly;
import dev.headgate.simulation.Traffic;
import dev.headgate.usage.PastCall;
import dev.headgate.usage.RequestLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** Plays past traffic again. One at a time, since it takes a core for a second or so. */
final class SchedulingReplay {
    static final int CALLS_MAX = 50_000;
    static final int BANDS_MAX = 5_000;

    private static final int HOURS = 24;
    private static final int HOURS_MAX = 168;
    private static final int CONCURRENCY_MAX = 10_000;
    private static final long UNITS_A_TOKEN = 10;
    private static final int TOKENS_MAX = 20_000_000;
    private static final long SEED = 1;

    private final Features.Scheduling scheduling;
    private final Features.Pool pool;
    private final RequestLog requests;
    private final Semaphore one = new Semaphore(1);

    SchedulingReplay(Features features) {
        this.scheduling = features.scheduling();
        this.pool = features.pool();
        this.requests = features.requests();
    }

    /** A pool, how an account is chosen, and by whom. */
    private record Way(Setting setting, String policy, SchedulingConfig config) {
        private Way {
            List<String> known = new ArrayList<>(List.of("headgate"));
            for (Plainly plainly : Plainly.values()) {
                known.add(plainly.id());
            }
            Check.that(known.contains(policy), "policy", policy, "one of " + String.join(", ", known));
        }

        Simulation.Run play(List<Traffic.Session> sessions, int bandsMax) {
            Simulation simulation = new Simulation(setting, sessions, SEED);
            for (Plainly plainly : Plainly.values()) {
                if (plainly.id().equals(policy)) {
                    return simulation.plainly(plainly, bandsMax);
                }
            }
            return simulation.headgate(config, bandsMax);
        }
    }

    ReplayView run(ReplayAsk input) {
        GroupId group = new GroupId(Lists.id("group_id", input.groupId()));
        List<Account> all = accounts(group, new HashSet<>());
        Way changed = changed(group, input);
        int hours = input.hours() == null ? HOURS : input.hours();
        Check.range("hours", hours, 1, HOURS_MAX);
        Instant to = input.to() == null ? scheduling.clock().instant() : input.to();
        Instant from = to.minus(Duration.ofHours(hours));
        if (!one.tryAcquire()) {
            throw new GatewayException(
                    ErrorCode.CONFLICT,
                    "Another replay is running (expected: one at a time; try again in a few seconds).");
        }
        try {
            List<PastCall> calls = requests.answered(group, from, to, CALLS_MAX);
            Check.that(
                    !calls.isEmpty(), "hours", hours + ", in which the group answered no call", "a time with traffic");
            Instant start = calls.getFirst().createdAt();
            List<Traffic.Session> sessions =
                    Replay.of(calls.stream().map(call -> past(call, start)).toList());
            Way asIs = new Way(Setting.of(all, 0, quota(input), scheduling.gate()), "headgate", scheduling.config());
            Simulation.Run before = asIs.play(sessions, 0);
            Simulation.Run after = changed.play(sessions, BANDS_MAX);
            boolean quota = input.windowTokens() != null;
            return new ReplayView(
                    from,
                    to,
                    calls.size(),
                    sessions.size(),
                    calls.size() == CALLS_MAX,
                    calls.stream().mapToLong(PastCall::promptTokens).sum(),
                    calls.stream().mapToLong(PastCall::cachedTokens).sum(),
                    OutcomeView.of(before.outcome(), quota),
                    OutcomeView.of(after.outcome(), quota),
                    after.bands().stream()
                            .map(band -> new BandView(
                                    band.account().toString(),
                                    band.session(),
                                    start.plusMillis(band.startMillis()),
                                    start.plusMillis(band.endMillis())))
                            .toList());
        } finally {
            one.release();
        }
    }

    private Way changed(GroupId group, ReplayAsk input) {
        Set<Long> without = new HashSet<>();
        if (input.without() != null) {
            input.without().forEach(id -> without.add(Lists.id("without", id)));
        }
        if (input.concurrency() != null) {
            Check.range("concurrency", (int) input.concurrency(), 1, CONCURRENCY_MAX);
        }
        SchedulingConfig now = scheduling.config();
        return new Way(
                Setting.of(
                        accounts(group, without),
                        input.concurrency() == null ? 0 : input.concurrency(),
                        quota(input),
                        scheduling.gate()),
                input.policy() == null ? "headgate" : input.policy(),
                new SchedulingConfig(
                        input.stickyReserve() == null ? now.stickyReserve() : input.stickyReserve(),
                        now.sessionsPerAccount(),
                        input.warmthWeight() == null ? now.warmthWeight() : input.warmthWeight()));
    }

    private List<Account> accounts(GroupId group, Set<Long> without) {
        if (pool.accounts().directory().group(group).isEmpty()) {
            throw ApiFault.notFound("group");
        }
        List<Account> accounts = new ArrayList<>();
        for (Account account : pool.accounts().directory().pool(group)) {
            if (!without.remove(account.id().value())) {
                accounts.add(account);
            }
        }
        Check.that(without.isEmpty(), "without", without.toString(), "accounts of the group");
        Check.that(!accounts.isEmpty(), "without", "every account", "one that is left");
        return accounts;
    }

    private static Setting.Quota quota(ReplayAsk input) {
        Long tokens = input.windowTokens();
        if (tokens == null) {
            return Setting.Quota.ENDLESS;
        }
        Check.range("window_tokens", (long) tokens, 1, Setting.Quota.ENDLESS.windowUnits() / UNITS_A_TOKEN);
        return new Setting.Quota(tokens * UNITS_A_TOKEN, Setting.Quota.ENDLESS.weekUnits(), Duration.ZERO);
    }

    private static Replay.Past past(PastCall call, Instant start) {
        int total = Math.max(1, call.durationMillis());
        int first = call.firstByteMillis() < 0 ? total : Math.min(total, call.firstByteMillis());
        return new Replay.Past(
                call.createdAt().toEpochMilli() - start.toEpochMilli(),
                call.user().value(),
                call.conversation(),
                new Traffic.Need(call.protocol().dialect(), call.model()),
                Math.max(1, tokens(call.promptTokens())),
                tokens(call.cachedTokens()),
                tokens(call.outputTokens()),
                new Traffic.Took(first, total));
    }

    /** Bounded, so that a provider's nonsense can't overflow sums. */
    private static int tokens(long count) {
        return Math.clamp(count, 0, TOKENS_MAX);
    }
}
