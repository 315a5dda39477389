package dev.headgate.cluster;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * All shared state in this process. Every {@link Answer} is known at once. Short critical sections on one of 64 stripes, a claim of
 * several counters holds all its stripes; no I/O.
 */
public final class MemoryCluster implements Cluster {
    /** Leases that outlive any silence: what dies with this process can't have leases left over. */
    public static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

    /** Bindings kept at most, unless told otherwise; about 40 bytes each once there are so many. */
    public static final int BINDINGS_MAX = 1 << 20;

    private final Shared shared;
    private final MemoryNode node;

    private record Shared(
            InstantSource clock,
            Duration leaseTime,
            boolean others,
            MemoryCounters counters,
            MemoryAffinity affinity,
            MemoryFlags flags,
            MemoryEvents events) {}

    private MemoryCluster(Shared shared) {
        this.shared = shared;
        this.node = new MemoryNode(shared.clock(), shared.leaseTime());
    }

    /** State for one process that is never taken for dead. */
    public static MemoryCluster alone(InstantSource clock) {
        return create(clock, FOREVER, BINDINGS_MAX, false);
    }

    /**
     * New state with its first process.
     *
     * @param leaseTime silence after which a process is taken for dead
     * @param bindingsMax bindings kept at most, rounded up to a power of two
     */
    public static MemoryCluster create(InstantSource clock, Duration leaseTime, int bindingsMax) {
        return create(clock, leaseTime, bindingsMax, true);
    }

    private static MemoryCluster create(InstantSource clock, Duration leaseTime, int bindingsMax, boolean others) {
        return new MemoryCluster(new Shared(
                clock,
                leaseTime,
                others,
                new MemoryCounters(clock),
                new MemoryAffinity(clock, bindingsMax),
                new MemoryFlags(clock),
                new MemoryEvents()));
    }

    /** Another process's view of the same state, for tests and simulations. */
    public MemoryCluster join() {
        return new MemoryCluster(shared);
    }

    @Override
    public boolean shared() {
        return shared.others();
    }

    @Override
    public Leases leases() {
        return new Leases() {
            @Override
            public Answer<Optional<Lease>> take(Name name, int max) {
                return Answer.of(shared.counters().take(node, name, max));
            }

            @Override
            public Answer<Integer> held(Name name) {
                return Answer.of(shared.counters().held(name));
            }
        };
    }

    @Override
    public Windows windows() {
        return new Windows() {
            @Override
            public Answer<Outcome> reserve(List<Demand> demands) {
                return Answer.of(shared.counters().reserve(node, demands));
            }

            @Override
            public Answer<Reading> read(Name name, Quota quota) {
                return Answer.of(shared.counters().read(name, quota));
            }

            @Override
            public Answer<Boolean> restore(Name name, Quota quota, List<Past> past) {
                return Answer.of(shared.counters().restore(name, quota, past));
            }

            @Override
            public void forget(Name name) {
                shared.counters().forget(name);
            }
        };
    }

    @Override
    public Affinity affinity() {
        return shared.affinity();
    }

    @Override
    public Flags flags() {
        return shared.flags();
    }

    @Override
    public Events events() {
        return shared.events();
    }

    @Override
    public void beat() {
        node.beat();
    }

    @Override
    public void close() {
        node.leave();
    }
}
