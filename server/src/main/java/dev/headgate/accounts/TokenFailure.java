package dev.headgate.accounts;

/**
 * No access token could be had.
 *
 * <p>{@link #refused} tells whether the provider said no, so that trying again is of no use; else it could not be asked.
 */
public final class TokenFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    TokenFailure(boolean refused, String words) {
        super(words);
        this.refused = refused;
    }

    public boolean refused() {
        return refused;
    }
}
