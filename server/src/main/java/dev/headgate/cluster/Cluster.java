package dev.headgate.cluster;

/**
 * One process's view of what all gateways share. All may be lost: what must last stands in the store. Thread-safe; never blocks.
 */
public interface Cluster extends AutoCloseable {
    /** Whether other processes may have a part in this state. Where none can, what is counted in the process need not be asked here. */
    boolean shared();

    /** Places that one call at a time can have. */
    Leases leases();

    /** Limits on how much within a time, and on how many at once, reserved together. */
    Windows windows();

    /** Where something is at home, for a while. */
    Affinity affinity();

    /** Marks that pass by themselves: cool-downs. */
    Flags flags();

    /** Messages to all gateways. */
    Events events();

    /**
     * Says that this process lives. One that has not said so for the lease time loses its leases. To be called at a third of that
     * time or oftener.
     */
    void beat();

    /** Leaves in order: this process's leases are given back. */
    @Override
    void close();
}
