package dev.headgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.cluster.Windows.Demand;
import dev.headgate.cluster.Windows.Sliding;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract in memory, and what only memory promises: bounds. */
@Tag("slow")
class MemoryClusterTest extends ClusterContract {
    @Override
    List<Cluster> open() {
        MemoryCluster first = MemoryCluster.create(clock, LEASE_TIME, 1_000);
        return List.of(first, first.join(), first.join());
    }

    @Test
    void everythingIsKnownAtOnce() {
        Cluster alone = MemoryCluster.alone(clock);
        assertThat(alone.leases().take(Name.of("slots", 1), 1).known()).isTrue();
        assertThat(alone.affinity().get(Name.of("a", 1)).known()).isTrue();
        clock.advance(Duration.ofDays(9));
        assertThat(alone.leases().held(Name.of("slots", 1)).value()).isEqualTo(1); // alone is never taken for dead
    }

    @Test
    void countersThatSayNothingAreDropped() {
        ManualClock time = new ManualClock(Instant.EPOCH);
        MemoryCounters counters = new MemoryCounters(time);
        MemoryNode node = new MemoryNode(time, MemoryCluster.FOREVER);
        for (int i = 0; i < 100_000; i++) {
            counters.reserve(node, List.of(new Demand(Name.of("calls", i), new Sliding(5, 60_000), 1)));
            time.advance(Duration.ofMillis(100));
        }
        assertThat(counters.size()).isLessThan(64 * 64 * 2); // 1,200 of them are within two minutes
    }

    @Test
    void bindingsStayWithinTheirBoundAndTheLatestSurvive() {
        ManualClock time = new ManualClock(Instant.EPOCH);
        MemoryAffinity affinity = new MemoryAffinity(time, 8_192);
        for (int i = 0; i < 100_000; i++) {
            affinity.put(Name.of("session", i), i, Duration.ofHours(1));
            affinity.get(Name.of("session", 0)); // used all the time, so it stays
        }
        assertThat(affinity.size()[0]).isEqualTo(8_192);
        assertThat(affinity.get(Name.of("session", 0)).value()).hasValue(0);
        assertThat(affinity.get(Name.of("session", 99_999)).value()).hasValue(99_999);
        int latest = 0;
        for (int i = 98_000; i < 100_000; i++) {
            latest += affinity.get(Name.of("session", i)).value().isPresent() ? 1 : 0;
        }
        assertThat(latest).isGreaterThan(1_960);

        time.advance(Duration.ofHours(2));
        assertThat(affinity.size()[1]).isZero();
    }

    @Test
    void nothingIsLostWhileTheTableGrows() {
        MemoryAffinity affinity = new MemoryAffinity(clock, 1 << 20);
        for (int i = 0; i < 50_000; i++) {
            affinity.put(new Name("session", i * 31L, i), i, Duration.ofHours(1));
        }
        for (int i = 0; i < 50_000; i++) {
            assertThat(affinity.get(new Name("session", i * 31L, i)).value()).hasValue(i);
        }
        assertThat(affinity.size()[0]).isLessThan(50_000 * 6);
    }

    @Test
    void marksStayWithinTheirBound() {
        MemoryFlags flags = new MemoryFlags(clock);
        Instant now = clock.instant();
        for (int i = 0; i < MemoryFlags.MAX + 50; i++) {
            flags.raise(Name.of("cool-down", i), "x", now.plusSeconds(60 + i));
        }
        assertThat(flags.raised(Name.of("cool-down", 0)).value()).isEmpty();
        assertThat(flags.raised(Name.of("cool-down", MemoryFlags.MAX + 49)).value())
                .isPresent();
    }

    @Test
    void anAnswerThatComesLaterIsToldOnce() {
        Answer.Later<String> later = new Answer.Later<>();
        List<String> told = new ArrayList<>();
        later.then(told::add, failure -> told.add("failed"));
        assertThat(later.known()).isFalse();
        assertThatThrownBy(later::value).isInstanceOf(IllegalStateException.class);
        later.complete("yes");
        later.fail(new IllegalStateException("too late"));
        assertThat(told).containsExactly("yes");
        assertThat(later.value()).isEqualTo("yes");

        Answer.Later<String> broken = new Answer.Later<>();
        broken.fail(new IllegalStateException("away"));
        broken.then(told::add, failure -> told.add(String.valueOf(failure.getMessage())));
        assertThat(told).containsExactly("yes", "away");
    }
}
