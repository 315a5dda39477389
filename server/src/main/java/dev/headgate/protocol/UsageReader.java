package dev.headgate.protocol;

import java.util.Optional;

/**
 * Reads tokens from an answer's bytes as they pass, in constant memory: any split of the bytes gives the same result, no
 * answer is collected. Malformed input never throws; it only makes the report poorer. Confined to one event loop.
 */
public interface UsageReader {
    /** Reads the next bytes of the answer's body, content-encoding already undone. Does not keep the array. */
    void feed(byte[] bytes, int offset, int length);

    /** Says that the body ended; a last event without its blank line is read now. */
    void end();

    /** Whether the protocol's terminal event ({@code message_stop}, {@code [DONE]}, {@code response.completed} …) passed. */
    boolean finished();

    /** Whether anything the user asked for (text, thinking, tool call, image …) has passed, not only preludes and pings. */
    boolean sawContent();

    /** The first error the vendor put into the body of an HTTP 200 answer. */
    Optional<BodyError> error();

    /** What only the answering account can continue. */
    AnswerLinks links();

    /** What is known by now. */
    UsageReport report();

    /**
     * An error inside an answer that began as a success.
     *
     * @param type the vendor's error type or code, e.g. {@code overloaded_error}; may be empty
     * @param message the vendor's words, at most 1 KiB
     */
    record BodyError(String type, String message) {}
}
