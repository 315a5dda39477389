package dev.headgate.tariff;

import org.jspecify.annotations.Nullable;

/** Where a newer table of the vendors' is had: the address in the settings. Blocking; thread-safe. */
public interface TableSource {
    /** That address, without a password; null when none is set. */
    @Nullable
    String address();

    /**
     * Fetches what is there now.
     *
     * @throws IllegalArgumentException when there is no address, or what is there can't be read
     */
    Fetched fetch();

    /**
     * A table as it came.
     *
     * @param sha256 what its bytes must hash to, in hex; empty when nothing says so
     */
    record Fetched(byte[] table, String sha256) {}
}
