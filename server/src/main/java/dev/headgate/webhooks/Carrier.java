package dev.headgate.webhooks;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** How a delivery leaves the house: by a guard that keeps it away from addresses that nobody meant. */
public interface Carrier {
    /**
     * An answer.
     *
     * @param firstBytes as text, at most some hundred characters
     */
    record Answer(int status, String firstBytes) {}

    /**
     * Sends, follows no redirect, and waits some seconds for the answer. Blocks.
     *
     * @throws IOException when there is no answer, or the address may not be connected to; its words are for the operator
     */
    Answer post(URI uri, Map<String, String> headers, String body) throws IOException;

    /** Why a host that is written as an address may not be sent to, in words; empty when it may, or is a name. Doesn't block. */
    Optional<String> refusal(String host);
}
