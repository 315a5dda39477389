package dev.headgate.cluster;

import java.util.Optional;

/** Slots: at most so many holders at once over all processes, and none is lost with a process that dies. */
public interface Leases {
    /**
     * Takes a slot.
     *
     * @param max slots there are; fewer than are held now is no error, then none is given until enough are back
     * @return empty when all are taken
     */
    Answer<Optional<Lease>> take(Name name, int max);

    /** Slots taken now, over all processes. */
    Answer<Integer> held(Name name);

    /** One slot, held until closed or until its process is taken for dead. */
    interface Lease extends AutoCloseable {
        /** Gives the slot back; again, or after it has expired, does nothing. */
        @Override
        void close();
    }
}
