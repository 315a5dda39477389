package dev.headgate.simulation;

import dev.headgate.scheduling.SchedulingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

    /** Other ways to choose an account, to compare with. */
    public enum Plainly {
        ROUND_ROBIN,
        RANDOM,
        LEAST_CONNECTIONS;

        /** As people and files write it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * What came of a run, and where each answered call was.
     *
     * @param bands in the order in which calls ended, at most as many as were asked for
     */
    public record Run(Outcome outcome, List<Band> bands) {
        public Run {
            bands = List.copyOf(bands);
        }
    }

    /** What Headgate makes of it. */
    public Run headgate(SchedulingConfig config, int bandsMax) {
        return run(World.ours(config, seed), bandsMax);
    }

    /** What another policy makes of the same. */
    public Run plainly(Plainly how, int bandsMax) {
        return run((pool, desk) -> new Plain(how, pool, desk, seed), bandsMax);
    }

    private Run run(Policy.Maker maker, int bandsMax) {
        List<Band> bands = new ArrayList<>();
        Outcome outcome = new World(setting, sessions, seed, maker, setting.userLimits())
                .telling(band -> {
                    if (bands.size() < bandsMax) {
                        bands.add(band);
                    }
                })
                .run();
        return new Run(outcome, bands);
    }
}
