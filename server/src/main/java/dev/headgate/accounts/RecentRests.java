package dev.headgate.accounts;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/** The rests of an account that began of late, for who looks only every few seconds: the newest. Confined to its pulse's lock. */
final class RecentRests {
    /** More than begin between two looks. */
    private static final int MAX = 16;

    private final ArrayDeque<Begun> begun = new ArrayDeque<>();

    /** A rest, and when it began. */
    record Begun(Instant at, AccountMarks.Rest rest) {}

    void add(Instant at, AccountMarks.Rest rest) {
        if (begun.size() == MAX) {
            begun.removeFirst();
        }
        begun.addLast(new Begun(at, rest));
    }

    /** Those since it was asked for last. */
    List<Begun> take() {
        List<Begun> all = List.copyOf(begun);
        begun.clear();
        return all;
    }
}
