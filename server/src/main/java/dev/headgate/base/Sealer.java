package dev.headgate.base;

/** Encrypts secrets that must be read again later. Thread-safe. */
public interface Sealer {
    /**
     * Encrypts a secret.
     *
     * @param belongsTo names the row and field, the same as given to {@link #open} later
     */
    String seal(Secret secret, String belongsTo);

    /**
     * Decrypts what {@link #seal} made.
     *
     * @throws IllegalStateException when the text was made under another key, for another row, or was changed
     */
    Secret open(String sealed, String belongsTo);
}
