package dev.headgate.app;

import dev.headgate.base.Ticker;
import dev.headgate.cluster.Cluster;
import dev.headgate.cluster.MemoryCluster;
import dev.headgate.http.RequestMemory;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What the program touches of the outside world besides network and disk: time, chance and the terminal. Tests replace them.
 *
 * @param out where messages for the operator go
 * @param settings the settings file in use, null when there is none
 * @param cluster what is shared with other gateways, null: nothing, this one is alone
 * @param memory what requests may take of this process's memory
 */
public record Edges(
        InstantSource clock,
        Ticker ticker,
        SecureRandom random,
        PrintStream out,
        @Nullable Path settings,
        @Nullable Cluster cluster,
        RequestMemory memory) {
    /** Those of a gateway that is alone. */
    public Edges(InstantSource clock, Ticker ticker, SecureRandom random, PrintStream out, @Nullable Path settings) {
        this(clock, ticker, random, out, settings, null, RequestMemory.ofHeap());
    }

    /** The real ones, without a settings file. */
    public static Edges system() {
        return new Edges(InstantSource.system(), System::nanoTime, new SecureRandom(), System.out, null);
    }

    /** What is shared with other gateways; made anew where this one is alone. */
    Cluster shared() {
        return cluster == null ? MemoryCluster.alone(clock) : cluster;
    }

    /** The same with others to share with. */
    public Edges with(Cluster others) {
        return new Edges(clock, ticker, random, out, settings, others, memory);
    }

    /** The same with a settings file. */
    public Edges with(@Nullable Path file) {
        return new Edges(clock, ticker, random, out, file, cluster, memory);
    }

    /** The same with other memory for requests. */
    public Edges with(RequestMemory other) {
        return new Edges(clock, ticker, random, out, settings, cluster, other);
    }
}
