package dev.headgate.simulation;

import dev.headgate.base.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What users want, the same for every policy: sessions over days, nights and a weekend. */
public final class Traffic {
    /** More than any answer made up here has. */
    static final int OUTPUT_TOKENS_MAX = 1_200;

    /** Who sends many calls at once, where anybody does. */
    static final int BURST_USER = 0;

    private static final int APPS = 3;
    private static final double SECONDS_PER_TURN = 75;
    private static final double SECONDS_PER_CALL = 11;
    private static final double TURNS = 9;

    /** Share of the peak by hour of the day. */
    private static final double[] HOURS = {
        .08, .05, .04, .04, .05, .08, .15, .35, .65, .9, 1, 1, .8, .85, 1, 1, .95, .8, .55, .4, .3, .25, .2, .12
    };

    /**
     * How much is wanted.
     *
     * @param users how many
     * @param peakCalls calls in flight that the busiest hour wants on average
     * @param length simulated time
     * @param burst calls that one user sends at once, every ten minutes; 0: nobody does
     */
    public record Demand(int users, double peakCalls, Duration length, int burst) {
        Demand lasting(Duration time) {
            return new Demand(users, peakCalls, time, burst);
        }
    }

    /**
     * One conversation.
     *
     * @param number tells it from others
     * @param need what its calls ask for
     * @param startMillis from the simulation's start, a Monday's midnight
     * @param user whose
     * @param app whose instructions it shares with others
     * @param instructionTokens tokens of these
     * @param keyed whether its client names the session
     * @param turns its turns in order
     */
    public record Session(
            int number,
            Need need,
            long startMillis,
            int user,
            int app,
            int instructionTokens,
            boolean keyed,
            List<Turn> turns) {
        public Session {
            turns = List.copyOf(turns);
        }
    }

    /** A model, in a protocol's dialect. */
    public record Need(Dialect dialect, String model) {
        static final Need ANY = new Need(Dialect.ANTHROPIC, "m");
    }

    /**
     * One turn.
     *
     * @param inputTokens tokens of the user's message
     * @param outputTokens tokens of the answer
     * @param thinkMillis time from the answer to the next turn
     * @param took how long its answer took, null to let the vendor make it up
     */
    public record Turn(
            int inputTokens,
            int outputTokens,
            long thinkMillis,
            @Nullable Took took) {}

    /** How long an answer took. */
    public record Took(int firstByteMillis, int totalMillis) {}

    private Traffic() {}

    /** Sessions of a made-up team. */
    public static List<Session> of(Demand demand, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Session> sessions = new ArrayList<>();
        double perTurn = SECONDS_PER_CALL + SECONDS_PER_TURN;
        double peakPerMilli = demand.peakCalls() / SECONDS_PER_CALL * perTurn / (TURNS * perTurn) / 1_000;
        long end = demand.length().toMillis();
        double at = 0;
        while ((at += -Math.log(1 - random.nextDouble()) / peakPerMilli) < end) {
            long millis = (long) at;
            int hour = (int) (millis / 3_600_000 % 24);
            boolean weekend = millis / 86_400_000 % 7 >= 5;
            if (random.nextDouble() < HOURS[hour] * (weekend ? 0.35 : 1)) {
                sessions.add(session(sessions.size(), millis, demand, random));
            }
        }
        bursts(demand, random, sessions);
        sessions.sort(Comparator.comparingLong(Session::startMillis).thenComparingInt(Session::number));
        return sessions;
    }

    private static Session session(int number, long start, Demand demand, SplittableRandom random) {
        boolean single = random.nextInt(5) == 0;
        int count = 1;
        while (!single && count < 60 && random.nextDouble() > 1 / (TURNS * 1.25)) {
            count++;
        }
        List<Turn> turns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean pause = random.nextInt(12) == 0;
            double think = pause ? 120 + random.nextDouble() * 900 : Math.exp(3 + random.nextGaussian());
            turns.add(new Turn(
                    100 + random.nextInt(2_500),
                    60 + random.nextInt(1_100),
                    (long) (Math.min(think, 1_200) * 1_000),
                    null));
        }
        int first = demand.burst() > 0 ? BURST_USER + 1 : 0;
        int user = first + random.nextInt(demand.users() - first);
        int app = random.nextInt(APPS);
        return new Session(number, Need.ANY, start, user, app, instructionTokens(app), random.nextInt(10) < 7, turns);
    }

    private static int instructionTokens(int app) {
        return 6_000 + app * 4_000;
    }

    /** One user's jobs: single calls, all at once. */
    private static void bursts(Demand demand, SplittableRandom random, List<Session> sessions) {
        long bursts = demand.burst() == 0 ? 0 : demand.length().toMinutes() / 10;
        for (long burst = 0; burst < bursts; burst++) {
            for (int i = 0; i < demand.burst(); i++) {
                Turn turn = new Turn(100 + random.nextInt(2_500), 60 + random.nextInt(1_100), 0, null);
                long at = burst * 600_000 + random.nextInt(1_000);
                sessions.add(new Session(
                        sessions.size(),
                        Need.ANY,
                        at,
                        BURST_USER,
                        APPS,
                        instructionTokens(APPS),
                        false,
                        List.of(turn)));
            }
        }
    }
}
