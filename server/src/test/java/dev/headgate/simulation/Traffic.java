package dev.headgate.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What users want, the same for every policy: sessions over a week with days, nights and a weekend. */
final class Traffic {
    private static final int APPS = 3;
    private static final double SECONDS_PER_TURN = 75;
    private static final double SECONDS_PER_CALL = 11;
    private static final double TURNS = 9;

    /** Share of the peak by hour of the day. */
    private static final double[] HOURS = {
        .08, .05, .04, .04, .05, .08, .15, .35, .65, .9, 1, 1, .8, .85, 1, 1, .95, .8, .55, .4, .3, .25, .2, .12
    };

    /**
     * One conversation.
     *
     * @param app whose instructions it shares with others
     * @param keyed whether its client names the session
     * @param turns its turns in order
     */
    record Session(int number, long startMillis, int user, int app, boolean keyed, List<Turn> turns) {
        Session {
            turns = List.copyOf(turns);
        }
    }

    /**
     * One turn.
     *
     * @param inputTokens tokens of the user's message
     * @param outputTokens tokens of the answer
     * @param thinkMillis time from the answer to the next turn
     */
    record Turn(int inputTokens, int outputTokens, long thinkMillis) {}

    private Traffic() {}

    /** Tokens of an app's tools and instructions. */
    static int instructionTokens(int app) {
        return 6_000 + app * 4_000;
    }

    static List<Session> of(Setting setting, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Session> sessions = new ArrayList<>();
        double perTurn = SECONDS_PER_CALL + SECONDS_PER_TURN;
        double peakPerMilli = setting.peakCalls() / SECONDS_PER_CALL * perTurn / (TURNS * perTurn) / 1_000;
        double at = 0;
        long end = setting.length().toMillis();
        while (true) {
            at += -Math.log(1 - random.nextDouble()) / peakPerMilli;
            if (at >= end) {
                return sessions;
            }
            long millis = (long) at;
            int hour = (int) (millis / 3_600_000 % 24);
            boolean weekend = millis / 86_400_000 % 7 >= 5;
            if (random.nextDouble() < HOURS[hour] * (weekend ? 0.35 : 1)) {
                sessions.add(session(sessions.size(), millis, setting, random));
            }
        }
    }

    private static Session session(int number, long start, Setting setting, SplittableRandom random) {
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
                    100 + random.nextInt(2_500), 60 + random.nextInt(1_100), (long) (Math.min(think, 1_200) * 1_000)));
        }
        return new Session(
                number, start, random.nextInt(setting.users()), random.nextInt(APPS), random.nextInt(10) < 7, turns);
    }
}
