package dev.headgate.gateway;

import dev.headgate.protocol.UsageReport;

/** Token counts where the vendor states none: from bytes, about 3.5 of a request and 4 of generated text to a token. */
final class Estimates {
    private Estimates() {}

    static long inputTokens(int requestBytes) {
        return UsageReport.inputTokens(requestBytes);
    }

    /** No prompt of that many bytes has more tokens, but for what the provider itself adds: 2 bytes to a token. */
    static long inputTokensMost(int requestBytes) {
        return (requestBytes + 1L) / 2;
    }
}
