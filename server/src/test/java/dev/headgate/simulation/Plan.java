package dev.headgate.simulation;

import dev.headgate.base.CallLimits;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.scheduling.SchedulingConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A pool and what is wanted of it. */
record Plan(Setting setting, Traffic.Demand demand) {
    private static final Duration A_WEEK = Duration.ofDays(7);
    private static final Traffic.Demand TEAM = new Traffic.Demand(20, 12, A_WEEK, 0);

    /** A week of a team, a quarter of a million calls: 8 accounts of 6 slots, a quarter of them in use at peak. */
    static final Plan WEEK = new Plan(Setting.of(8, 6, quota(600_000_000L, 9_000_000_000L)), TEAM);

    /** The same on 6 accounts: a third of the slots in use at peak. */
    static final Plan NARROW = new Plan(Setting.of(6, 6, quota(600_000_000L, 9_000_000_000L)), TEAM);

    /** The same on 4 accounts whose quota is about what the best policy needs. */
    static final Plan SCARCE =
            new Plan(Setting.of(4, 6, quota(330_000_000L, 5_500_000_000L)), new Traffic.Demand(20, 11, A_WEEK, 0));

    /** A day, in every ten minutes of which one user sends 250 calls at once. */
    static final Plan BURSTS = new Plan(
            Setting.of(8, 6, quota(2_000_000_000L, 30_000_000_000L)),
            new Traffic.Demand(20, 12, Duration.ofDays(1), 250));

    /** One busy day. */
    static final Plan DAY = new Plan(WEEK.setting, TEAM.lasting(Duration.ofDays(1)));

    /** One day on a pool that is too small for it, where each user has limits as well. */
    static final Plan TIGHT = new Plan(
            Setting.of(3, 3, quota(100_000_000L, 9_000_000_000L))
                    .limiting(new CallLimits(4, 10, 200_000, Map.of(Period.DAY, Money.parseUsd("8")))),
            new Traffic.Demand(20, 14, Duration.ofDays(1), 40));

    private static Setting.Quota quota(long windowUnits, long weekUnits) {
        return new Setting.Quota(windowUnits, weekUnits, A_WEEK);
    }

    private List<Traffic.Session> traffic(long seed) {
        return Traffic.of(demand, seed);
    }

    Outcome headgate(long seed) {
        return new Simulation(setting, traffic(seed), seed)
                .headgate(SchedulingConfig.DEFAULTS, 0)
                .outcome();
    }

    Outcome plain(Simulation.Plainly kind, long seed) {
        return new Simulation(setting, traffic(seed), seed).plainly(kind, 0).outcome();
    }

    /** One account without limits. */
    Outcome ideal(long seed) {
        return new Simulation(setting.ideal(), traffic(seed), seed)
                .headgate(SchedulingConfig.DEFAULTS, 0)
                .outcome();
    }

    /** Headgate with something wrong in it. */
    World with(Sabotage sabotage, long seed) {
        Policy.Maker ours = World.ours(SchedulingConfig.DEFAULTS, seed);
        Setting enforced = sabotage == Sabotage.FORGETS_LIMITS ? setting.limiting(CallLimits.NONE) : setting;
        return new World(
                enforced, traffic(seed), seed, (pool, desk) -> sabotage.in(ours, pool, desk), setting.userLimits());
    }
}
