package dev.headgate.admin;

import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.observe.RecentSpread;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Headgate itself: its health, and what flows through it now. */
final class SystemApi {
    private final Vitals vitals;

    SystemApi(Vitals vitals) {
        this.vitals = vitals;
    }

    record SystemView(
            String version,
            Instant startedAt,
            boolean ready,
            @Doc("sqlite or postgresql") String store,

            @Doc("records of calls that are not in the database yet")
            long journalLag,

            @Doc("whether usage can be recorded") boolean journalHealthy,
            @Doc("whether usage can be settled") boolean settlementHealthy,
            long heapUsedBytes,
            long heapMaxBytes) {}

    /** What flowed in the second before. */
    record LiveView(
            Instant at,
            long requestsPerSecond,
            long errorsPerSecond,
            long inputTokensPerSecond,
            long outputTokensPerSecond,
            long cacheReadTokensPerSecond,
            long cacheWriteTokensPerSecond,
            long openStreams,
            long callsInFlight,
            @Doc("calls that wait for a slot") long queued,

            @Doc(
                    "what Headgate itself added to half of the last minute's calls at most, before they went out; null without calls")
            @Nullable
            Long addedP50Micros,

            @Doc("what it added to 99 of 100 of them at most") @Nullable
            Long addedP99Micros) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/system", "system.show", "How Headgate is")
                        .needs(Permission.SYSTEM_READ)
                        .gives(SystemView.class)
                        .by(call -> view(vitals.status())),
                Endpoint.get(
                                "/live",
                                "live.show",
                                "What flows now: an event a second, for five minutes; then ask again")
                        .needs(Permission.SYSTEM_READ)
                        .streams(LiveView.class)
                        .by(call -> new Live(vitals, call)));
    }

    private static SystemView view(Vitals.Status status) {
        return new SystemView(
                status.version(),
                status.startedAt(),
                status.ready(),
                status.store(),
                status.journalLag(),
                status.journalHealthy(),
                status.settlementHealthy(),
                status.heapUsedBytes(),
                status.heapMaxBytes());
    }

    /** One viewer's stream: each event tells what was counted since the one before. */
    private static final class Live implements EventSource {
        /** One look is kept of each so many events. */
        private static final int LOOK_BEATS = 5;

        /** The first is a minute old, once there are so many. */
        private static final int LOOKS_MAX = 60 / LOOK_BEATS;

        private final Vitals vitals;
        private final ApiCall call;
        private final ArrayDeque<RecentSpread.Look> looks = new ArrayDeque<>();
        private Vitals.Counts before;
        private int beats;

        Live(Vitals vitals, ApiCall call) {
            this.vitals = vitals;
            this.call = call;
            this.before = vitals.counts();
        }

        @Override
        public Object next() {
            Vitals.Counts now = vitals.counts();
            Vitals.Counts last = before;
            before = now;
            RecentSpread.Look added = vitals.added();
            if (beats++ % LOOK_BEATS == 0) {
                looks.addLast(added);
            }
            if (looks.size() > LOOKS_MAX) {
                looks.removeFirst();
            }
            return new LiveView(
                    call.clock().instant(),
                    now.requests() - last.requests(),
                    now.errors() - last.errors(),
                    now.input() - last.input(),
                    now.output() - last.output(),
                    now.cacheRead() - last.cacheRead(),
                    now.cacheWrite() - last.cacheWrite(),
                    now.openStreams(),
                    now.callsInFlight(),
                    now.queued(),
                    micros(added, 50),
                    micros(added, 99));
        }

        private @Nullable Long micros(RecentSpread.Look added, int percent) {
            long micros = added.micros(looks.getFirst(), percent);
            return micros < 0 ? null : (Long) micros;
        }
    }
}
