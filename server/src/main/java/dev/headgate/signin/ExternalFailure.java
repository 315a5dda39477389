package dev.headgate.signin;

/**
 * A sign-in by another site that came to nothing.
 *
 * <p>Its code may be shown to whoever tried and stand in an address; its message is for the operator's log.
 */
public final class ExternalFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Why why;

    /** What went wrong, as far as it concerns who tried. */
    public enum Why {
        /** The sign-in was begun in another browser, too long ago, or was finished already. */
        NOT_BEGUN_HERE,
        /** They, or their site, said no. */
        DENIED,
        /** The site couldn't be asked, or what it said doesn't hold. */
        NOT_PROVED,
        /** Their address isn't allowed, or not verified. */
        NOT_ALLOWED,
        /** They have no account and get none so. */
        NO_ACCOUNT,
        /** There is an account with that address: sign in to it, then link. */
        LINK_FIRST,
        /** It is linked to another account. */
        LINKED_ELSEWHERE
    }

    ExternalFailure(Why why, String words) {
        super(words);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
