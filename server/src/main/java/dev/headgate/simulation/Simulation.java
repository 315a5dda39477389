package dev.headgate.simulation;

import dev.headgate.scheduling.SchedulingConfig;
import java.util.List;

/** Runs traffic through a pool under one policy or another. Pure: the same input gives the same outcome. Blocks its thread. */
public final class Simulation {
    private final Setting setting;
    private final List<Traffic.Session> sessions;
    private final long seed;

    /** The seed decides what vendors do and where chance is asked. */
    public Simulation(Setting setting, List<Traffic.Session> sessions, long seed) {
        this.setting = setting;
        this.sessions = List.copyOf(sessions);
        this.seed = seed;
    }

    /** What Headgate makes of it. */
    public Outcome headgate(SchedulingConfig config) {
        return world(World.ours(config, seed)).run();
    }

    /** What another policy makes of the same. */
    Outcome plain(Plain.Kind kind) {
        return world((pool, desk) -> new Plain(kind, pool, desk, seed)).run();
    }

    private World world(Policy.Maker maker) {
        return new World(setting, sessions, seed, maker, setting.userLimits());
    }
}
