package dev.headgate.app;

import dev.headgate.base.Ticker;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * What the program touches of the outside world besides network and disk: time, chance and the terminal. Tests replace them.
 *
 * @param out where messages for the operator go
 */
public record Edges(InstantSource clock, Ticker ticker, SecureRandom random, PrintStream out) {
    /** The real ones. */
    public static Edges system() {
        return new Edges(InstantSource.system(), System::nanoTime, new SecureRandom(), System.out);
    }
}
