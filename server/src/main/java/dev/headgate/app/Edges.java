package dev.headgate.app;

import dev.headgate.base.Ticker;
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
 */
public record Edges(
        InstantSource clock,
        Ticker ticker,
        SecureRandom random,
        PrintStream out,
        @Nullable Path settings) {
    /** The real ones, without a settings file. */
    public static Edges system() {
        return new Edges(InstantSource.system(), System::nanoTime, new SecureRandom(), System.out, null);
    }

    /** The same with a settings file. */
    public Edges with(@Nullable Path file) {
        return new Edges(clock, ticker, random, out, file);
    }
}
