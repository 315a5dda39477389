package dev.headgate.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import dev.headgate.testkit.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of several gateways on a store one has a duty at a time, and it passes on. */
class DutyTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));

    @Test
    @Tag("slow")
    void oneHasItUntilItFallsSilentOrGoes() {
        try (Store store = Store.open(TestPostgres.freshDatabase())) {
            Duty here = new Duty(store, clock, "tell", "a");
            Duty there = new Duty(store, clock, "tell", "b");
            assertThat(here.mine()).isTrue();
            assertThat(there.mine()).isFalse();
            for (int i = 0; i < 5; i++) {
                clock.advance(Duration.ofSeconds(15));
                assertThat(here.mine()).isTrue();
                assertThat(there.mine()).isFalse();
            }
            clock.advance(Duration.ofSeconds(20));
            assertThat(there.mine()).isTrue();
            assertThat(here.mine()).isFalse();
            here.close(); // not its own to give away
            assertThat(here.mine()).isFalse();
            there.close();
            assertThat(here.mine()).isTrue();
            assertThat(new Duty(store, clock, "other", "b").mine()).isTrue();
        }
    }

    @Test
    void oneThatIsAloneHasItAndWritesNothing(@TempDir Path folder) {
        try (Store store = Store.open("sqlite:" + folder.resolve("duty.db"))) {
            Duty duty = new Duty(store, clock, "tell", "a");
            assertThat(duty.mine()).isTrue();
            assertThat(store.<Long>read(handle -> handle.createQuery("select count(*) from duties")
                            .mapTo(Long.class)
                            .one()))
                    .isZero();
        }
    }
}
