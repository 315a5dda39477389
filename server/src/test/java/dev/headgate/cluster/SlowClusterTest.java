package dev.headgate.cluster;

import dev.headgate.testkit.SlowCluster;
import java.util.List;

/** The contract when every answer comes later, on another thread. */
class SlowClusterTest extends ClusterContract {
    @Override
    List<Cluster> open() {
        MemoryCluster first = MemoryCluster.create(clock, LEASE_TIME, 1_000);
        return List.of(new SlowCluster(first), new SlowCluster(first.join()), new SlowCluster(first.join()));
    }
}
