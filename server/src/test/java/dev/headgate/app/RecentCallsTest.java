package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.RecentCalls.Counts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RecentCallsTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    /** All calls of the last five minutes are counted, and none that is older by more than the time between two looks. */
    @Property(tries = 200)
    void countsTheSpanAndAtMostOneLookMore(@ForAll long seed) {
        Random random = new Random(seed);
        RecentCalls recent = new RecentCalls();
        List<Instant> calls = new ArrayList<>();
        Instant now = START;
        recent.look(now, Counts.NONE);
        List<Instant> looks = new ArrayList<>(List.of(now));
        for (int i = 0; i < 100; i++) {
            now = now.plusSeconds(1 + random.nextInt(60));
            for (int k = random.nextInt(5); k > 0; k--) {
                calls.add(now);
            }
            looks.add(now);
            Counts counted = recent.look(now, new Counts(calls.size(), 0, 0));
            Instant from = now.minus(RecentCalls.SPAN);
            Instant base = looks.stream()
                    .filter(look -> !look.isAfter(from))
                    .reduce((a, b) -> b)
                    .orElse(START);
            long least = calls.stream().filter(call -> call.isAfter(from)).count();
            long most = calls.stream().filter(call -> call.isAfter(base)).count();
            assertThat(counted.calls()).isBetween(least, most);
        }
    }

    @Test
    void countsThatGoBackBeginAnew() {
        RecentCalls recent = new RecentCalls();
        recent.look(START, new Counts(100, 50, 5));
        assertThat(recent.look(START.plusSeconds(10), new Counts(3, 1, 0))).isEqualTo(Counts.NONE);
        assertThat(recent.look(START.plusSeconds(20), new Counts(5, 2, 1))).isEqualTo(new Counts(2, 1, 1));
    }
}
