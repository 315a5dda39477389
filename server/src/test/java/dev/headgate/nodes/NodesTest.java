package dev.headgate.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import dev.headgate.testkit.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways that share a store see each other while they live. */
class NodesTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));

    private Node node(String id, boolean ready) {
        return new Node(id, "host-" + id, 1, "headgate test", clock.instant(), "127.0.0.1:1", ready);
    }

    @Test
    void oneThatFallsSilentIsNotShownAndOneThatGoesIsGoneAtOnce() {
        try (Store store = Store.open(TestPostgres.freshDatabase())) {
            Node first = node("a", true);
            Node second = node("b", false);
            Nodes here = new Nodes(store, clock, () -> first);
            Nodes there = new Nodes(store, clock, () -> second);
            assertThat(here.all()).containsExactly(first);
            there.beat();
            assertThat(here.all()).containsExactly(first, second);
            clock.advance(Duration.ofSeconds(36));
            assertThat(here.all()).containsExactly(first);
            there.beat();
            assertThat(here.all()).containsExactly(first, second);
            there.close();
            assertThat(here.all()).containsExactly(first);
            clock.advance(Duration.ofHours(2));
            here.beat();
            here.close();
            assertThat(store.<Long>read(handle -> handle.createQuery("select count(*) from nodes")
                            .mapTo(Long.class)
                            .one()))
                    .isZero();
        }
    }

    @Test
    void oneThatIsAloneWritesNothing(@TempDir Path folder) {
        try (Store store = Store.open("sqlite:" + folder.resolve("nodes.db"))) {
            Nodes nodes = new Nodes(store, clock, () -> node("a", true));
            nodes.start();
            assertThat(nodes.all()).hasSize(1);
            nodes.close();
            assertThat(store.<Long>read(handle -> handle.createQuery("select count(*) from nodes")
                            .mapTo(Long.class)
                            .one()))
                    .isZero();
        }
    }
}
