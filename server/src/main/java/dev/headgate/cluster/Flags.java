package dev.headgate.cluster;

import java.time.Instant;
import java.util.Optional;

/** Marks with a reason that pass by themselves, such as cool-downs. */
public interface Flags {
    /**
     * A raised mark.
     *
     * @param word the reason, short
     * @param until when it passes
     */
    record Flag(String word, Instant until) {}

    /** Raises a mark. One that is up and passes later stays as it is. */
    void raise(Name name, String word, Instant until);

    /** The mark, if it is up. */
    Answer<Optional<Flag>> raised(Name name);

    /** Takes a mark down. */
    void lower(Name name);
}
