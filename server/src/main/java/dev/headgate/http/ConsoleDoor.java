package dev.headgate.http;

/** Serves what is not the data plane's: the console and its API. Called on the event loop of the exchange; must not block it. */
public interface ConsoleDoor extends AutoCloseable {
    /** Whether a request of that method and path is the console's. */
    boolean opens(String method, String path);

    /**
     * Answers; the request's body has not been read and is not flowing yet.
     *
     * @param client the client's address, behind trusted proxies too
     */
    void serve(Exchange exchange, String requestId, String client);

    /** Waits for what is being answered. */
    @Override
    void close();
}
