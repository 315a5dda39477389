package dev.headgate.admin;

import dev.headgate.base.Secret;
import java.util.List;

/** The first steps with a Headgate that nobody owns yet. Blocking; thread-safe. */
public interface Setup {
    /** Whether there is no owner yet. */
    boolean needed();

    /** Whether that is the token that was printed at start: who can't read the terminal can't set anything up. */
    boolean opens(Secret token);

    /** Where settled data goes now, without its password, e.g. {@code sqlite:./data/headgate.db}. */
    String store();

    /** Tries a store out, step by step, up to the first that fails. */
    List<Step> tryStore(Secret url);

    /** Tries a cluster out, step by step, up to the first that fails. */
    List<Step> tryCluster(Secret url);

    /** Makes the owner, and writes the settings file where another store was chosen. */
    Finished finish(Wish wish);

    /**
     * What one step came to.
     *
     * @param words what was found, or what is wrong and what to do
     */
    record Step(String name, boolean ok, String words, long millis) {}

    /**
     * What the owner wants.
     *
     * @param storeUrl null for the store in use
     */
    record Wish(
            String email,
            Secret password,
            @org.jspecify.annotations.Nullable Secret storeUrl) {}

    /**
     * What was done.
     *
     * @param restart whether Headgate has to be started anew to use it
     * @param file the settings file that was written, empty when none had to be
     */
    record Finished(boolean restart, String file) {}
}
