package dev.headgate.accounts;

import java.util.Locale;

/**
 * One step of a test, told as soon as it is over.
 *
 * @param millis how long it took, 0 where nothing was waited for
 * @param words what was found, in the vendor's own words where it said something; never a secret
 */
public record TestStep(Stage stage, Outcome outcome, long millis, String words) {
    /** Steps, in the order in which they happen. */
    public enum Stage {
        /** The name is looked up, and the addresses are judged. */
        DNS,
        /** The proxy is connected to. */
        PROXY,
        /** The upstream is connected to, through the proxy where there is one. */
        TCP,
        TLS,
        /** The key or token is there; a token that is over is renewed. */
        CREDENTIAL,
        /** The request has left. */
        SENT,
        /** The answer has begun. */
        FIRST_BYTE,
        /** The answer has ended. */
        ANSWER,
        TOKENS,
        PRICE,
        /** The address that the target saw. */
        EXIT;

        /** The word in API and command line. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How a step ended. */
    public enum Outcome {
        OK,
        FAILED,
        /** There is nothing to do here, or it can't be known. */
        SKIPPED;

        /** The word in API and command line. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
