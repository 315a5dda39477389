package dev.headgate.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How calls went lately, out of counts since the start that are looked at now and then: the newest less the one that is about five
 * minutes old. Counts that go back (a clock or program begun anew) begin it anew. Confined to whoever looks.
 */
final class RecentCalls {
    static final Duration SPAN = Duration.ofMinutes(5);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, Counts counts) {}

    /**
     * Counts.
     *
     * @param failed by Headgate's or a provider's fault
     * @param refused since no account could take them; counted in {@code failed} too
     */
    record Counts(long calls, long failed, long refused) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts less(Counts other) {
            return new Counts(calls - other.calls, failed - other.failed, refused - other.refused);
        }
    }

    /** Takes a look in; what has come within the span. */
    Counts look(Instant now, Counts since) {
        Sample last = samples.peekLast();
        if (last != null
                && (now.isBefore(last.at()) || since.calls() < last.counts().calls())) {
            samples.clear();
        }
        samples.addLast(new Sample(now, since));
        Instant from = now.minus(SPAN);
        // the first one left is the last that is at least as old as the span, so nothing of the span is missed
        while (samples.size() > 2 && !second().at().isAfter(from)) {
            samples.removeFirst();
        }
        return since.less(samples.getFirst().counts());
    }

    private Sample second() {
        var each = samples.iterator();
        each.next();
        return each.next();
    }
}
