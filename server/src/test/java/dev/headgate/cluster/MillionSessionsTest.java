package dev.headgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.PrefixChain;
import dev.headgate.base.UserId;
import dev.headgate.scheduling.Homes;
import dev.headgate.scheduling.Traits;
import dev.headgate.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A million conversations: what is remembered of them is bounded, and the latest are. */
class MillionSessionsTest {
    private static final int BINDINGS = 1 << 17;
    private static final int SESSIONS = 1_000_000;
    private static final GroupId GROUP = new GroupId(1);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T10:00:00Z"));
    private final MemoryAffinity affinity = new MemoryAffinity(clock, BINDINGS);
    private final Homes homes = new Homes(affinity);

    private Homes.Request request(int session) {
        Traits traits = new Traits(
                GROUP, new UserId(session % 1_000), "claude-x", "session-" + session, "", "", Duration.ofMinutes(5));
        return homes.request(traits, () -> PrefixChain.NONE);
    }

    private static AccountId home(int session) {
        return new AccountId(100 + session % 50);
    }

    private boolean known(int session) {
        Homes.Request request = request(session);
        request.find(0);
        AccountId found = request.warmth().home();
        assertThat(found == null || found.equals(home(session))).isTrue(); // forgotten, never mistaken
        return found != null;
    }

    @Test
    void memoryIsBoundedAndTheLatestSessionsAreAtHome() {
        for (int session = 0; session < SESSIONS; session++) {
            Homes.Request request = request(session);
            request.find(0);
            request.answeredBy(home(session), "", new long[0], clock.instant());
        }
        assertThat(affinity.size()[0]).isEqualTo(BINDINGS); // at 40 bytes each, whatever comes

        int kept = 0;
        for (int session = SESSIONS - 10_000; session < SESSIONS; session++) {
            kept += known(session) ? 1 : 0;
        }
        assertThat(kept).isGreaterThan(9_900);
        int old = 0;
        for (int session = 0; session < 10_000; session++) {
            old += known(session) ? 1 : 0;
        }
        assertThat(old).isLessThan(100);

        homes.forget(home(SESSIONS - 1));
        assertThat(known(SESSIONS - 1)).isFalse();
        assertThat(known(SESSIONS - 2)).isTrue();
        homes.forget(GROUP);
        assertThat(known(SESSIONS - 2)).isFalse();

        clock.advance(Duration.ofMinutes(6));
        assertThat(affinity.size()).containsExactly(BINDINGS, 0);
    }
}
