package dev.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.scheduling.SchedulingConfig;
import dev.headgate.simulation.Replay.Past;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What calls that were become when they are played again. */
class ReplayTest {
    private static Past call(long at, long conversation, int prompt, int cached) {
        return new Past(at, 7, conversation, Traffic.Need.ANY, prompt, cached, 100, new Traffic.Took(200, 1_000));
    }

    @Test
    void growingPromptsOfAConversationAreOneSession() {
        List<Traffic.Session> sessions =
                Replay.of(List.of(call(60_000, 5, 7_000, 6_100), call(0, 5, 6_000, 0), call(200_000, 5, 9_000, 7_100)));

        assertThat(sessions).hasSize(1);
        assertThat(sessions.getFirst().keyed()).isTrue();
        assertThat(sessions.getFirst().turns())
                .extracting(Traffic.Turn::inputTokens, Traffic.Turn::thinkMillis)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(6_000, 59_000L),
                        org.assertj.core.groups.Tuple.tuple(900, 139_000L),
                        org.assertj.core.groups.Tuple.tuple(1_900, 0L));
    }

    /** Coding tools ask small things in the same session. */
    @Test
    void smallQuestionsBesideAConversationDoNotBreakIt() {
        List<Traffic.Session> sessions = Replay.of(List.of(
                call(0, 5, 6_000, 0),
                call(2_000, 5, 300, 0),
                call(5_000, 5, 7_000, 0),
                call(9_000, 5, 310, 0),
                call(12_000, 5, 8_000, 0)));

        assertThat(sessions).extracting(session -> session.turns().size()).containsExactlyInAnyOrder(3, 2);
    }

    @Test
    void callsThatTellNoConversationGoOnWithinTenMinutes() {
        List<Traffic.Session> sessions =
                Replay.of(List.of(call(0, 0, 1_000, 0), call(300_000, 0, 2_000, 0), call(2_000_000, 0, 3_000, 0)));

        assertThat(sessions).extracting(session -> session.turns().size()).containsExactly(2, 1);
        assertThat(sessions).noneMatch(Traffic.Session::keyed);
    }

    @Test
    void whatFirstPromptsHadFromACacheIsShared() {
        List<Traffic.Session> sessions =
                Replay.of(List.of(call(0, 1, 9_000, 8_000), call(10, 2, 9_500, 8_000), call(20, 3, 9_500, 0)));

        assertThat(sessions.get(0).app()).isEqualTo(sessions.get(1).app());
        assertThat(sessions.get(2).app()).isNotEqualTo(sessions.get(0).app());
        assertThat(sessions.get(0).instructionTokens()).isEqualTo(8_000);
    }

    /** Played on accounts that are enough, each call is answered once and conversations find their caches warm. */
    @Test
    void playsToTheEnd() {
        List<Past> calls = new ArrayList<>();
        for (int conversation = 1; conversation <= 40; conversation++) {
            for (int turn = 0; turn < 6; turn++) {
                calls.add(call(conversation * 1_000L + turn * 30_000L, conversation, 6_000 + 1_000 * turn, 0));
            }
        }
        Simulation simulation = new Simulation(Setting.of(4, 20, Setting.Quota.ENDLESS), Replay.of(calls), 1);

        Simulation.Run ours = simulation.headgate(SchedulingConfig.DEFAULTS, 100);
        Simulation.Run other = simulation.plainly(Simulation.Plainly.RANDOM, 0);

        assertThat(ours.outcome().served()).isEqualTo(240);
        assertThat(ours.outcome().promptTokens())
                .isEqualTo(calls.stream().mapToLong(Past::promptTokens).sum());
        assertThat(ours.outcome().cachedShare())
                .isGreaterThan(0.6)
                .isGreaterThan(other.outcome().cachedShare());
        assertThat(ours.bands()).hasSize(100);
        assertThat(other.bands()).isEmpty();
    }
}
