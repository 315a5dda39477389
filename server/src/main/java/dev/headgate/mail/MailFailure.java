package dev.headgate.mail;

/** A letter that a server didn't take, in words for the operator. */
public final class MailFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean forGood;

    MailFailure(String words, boolean forGood) {
        super(words);
        this.forGood = forGood;
    }

    /** Whether trying again is of no use: the server knows no such receiver. */
    public boolean forGood() {
        return forGood;
    }

    String words() {
        return String.valueOf(getMessage());
    }
}
