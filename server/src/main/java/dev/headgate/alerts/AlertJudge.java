package dev.headgate.alerts;

import dev.headgate.alerts.AlertState.Phase;
import dev.headgate.alerts.AlertState.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what fires, what is over and what is to be spoken of. Pure. */
final class AlertJudge {
    /*
     * For each rule and each subject of its metric:
     *
     *   nothing ──breach──► PENDING ──for holdFor──► FIRING ──over──► QUIET ──coolDown after it was spoken of──► nothing
     *
     * A breach that ends while PENDING was nothing. FIRING is spoken of at once, unless it was spoken of less than coolDown ago: then
     * as soon as that is over, if it still fires. That it is over is spoken of exactly when its firing was. So something that flaps
     * speaks once and says once that it is over in each cool-down, however often it changes; the history has it all.
     *
     * A metric that can't be read (the database is away) judges nothing: what fired goes on firing. A subject that is gone, or a rule
     * that is gone, disabled or watches something else, is over. A clock that is set back makes durations negative: then it waits.
     */
    private AlertJudge() {}

    /** Something new. */
    sealed interface News {
        Watched key();

        /** It fires. {@code spoken}: now, not later. */
        record Fired(Watched key, AlertRule rule, Snapshot.Reading reading, Instant since, boolean spoken)
                implements News {}

        /** It has been firing and may be spoken of now. */
        record SpokenLate(Watched key, AlertRule rule, Snapshot.Reading reading, Instant since) implements News {}

        /** It is over. {@code rule} null: the rule is gone; {@code spoken}: its firing was spoken of. */
        record Resolved(Watched key, @Nullable AlertRule rule, Instant since, boolean spoken) implements News {}
    }

    /** What is remembered from now on, and what is new. */
    record Verdict(Map<Watched, AlertState> states, List<News> news) {}

    static Verdict judge(List<AlertRule> rules, Map<Watched, AlertState> before, Snapshot now) {
        Map<Watched, AlertState> states = new HashMap<>();
        List<News> news = new ArrayList<>();
        Map<Long, AlertRule> enabled = new HashMap<>();
        Set<Watched> breaching = new HashSet<>();
        for (AlertRule rule : rules) {
            if (!rule.enabled()) {
                continue;
            }
            enabled.put(rule.id(), rule);
            for (Snapshot.Reading reading : now.readings()) {
                Watched key = new Watched(rule.id(), reading.subject());
                if (breaches(rule, reading) && breaching.add(key)) {
                    states.put(key, breach(key, rule, reading, before.get(key), now.at(), news));
                }
            }
        }
        before.forEach((key, state) -> {
            if (!breaching.contains(key)) {
                AlertState left = over(key, state, enabled.get(key.rule()), now, news);
                if (left != null) {
                    states.put(key, left);
                }
            }
        });
        return new Verdict(states, news);
    }

    static boolean breaches(AlertRule rule, Snapshot.Reading reading) {
        return reading.metric() == rule.metric()
                && rule.watches(reading.subject())
                && rule.metric().breaches(reading.value(), rule.threshold());
    }

    private static AlertState breach(
            Watched key,
            AlertRule rule,
            Snapshot.Reading reading,
            @Nullable AlertState before,
            Instant now,
            List<News> news) {
        Instant since = before != null && before.phase() != Phase.QUIET ? before.since() : now;
        Instant spokenAt = before == null ? null : before.spokenAt();
        boolean fired = before != null && before.phase() == Phase.FIRING;
        if (!fired && Duration.between(since, now).compareTo(rule.holdFor()) < 0) {
            return new AlertState(Phase.PENDING, since, false, spokenAt);
        }
        boolean told = before != null && before.phase() == Phase.FIRING && before.told();
        boolean speaks = !told && maySpeak(rule, spokenAt, now);
        if (!fired) {
            news.add(new News.Fired(key, rule, reading, since, speaks));
        } else if (speaks) {
            news.add(new News.SpokenLate(key, rule, reading, since));
        }
        return new AlertState(Phase.FIRING, since, told || speaks, speaks ? now : spokenAt);
    }

    private static boolean maySpeak(AlertRule rule, @Nullable Instant spokenAt, Instant now) {
        return spokenAt == null || Duration.between(spokenAt, now).compareTo(rule.coolDown()) >= 0;
    }

    /** What is left of a state that no reading holds up; null: nothing. */
    private static @Nullable AlertState over(
            Watched key, AlertState state, @Nullable AlertRule rule, Snapshot now, List<News> news) {
        if (rule != null && !now.known().contains(rule.metric())) {
            return state;
        }
        if (state.phase() == Phase.FIRING) {
            news.add(new News.Resolved(key, rule, state.since(), state.told()));
        }
        if (rule == null || maySpeak(rule, state.spokenAt(), now.at())) {
            return null;
        }
        return state.phase() == Phase.QUIET ? state : new AlertState(Phase.QUIET, now.at(), false, state.spokenAt());
    }
}
