package dev.headgate.gateway;

import dev.headgate.protocol.TokenUsage;
import dev.headgate.protocol.UsageReport;

/** Token counts where the vendor states none: from bytes, about 3.5 of a request and 4 of generated text to a token. */
final class Estimates {
    private Estimates() {}

    static long inputTokens(int requestBytes) {
        return (requestBytes * 2L + 6) / 7;
    }

    /** No prompt of that many bytes has more tokens, but for what the provider itself adds: 2 bytes to a token. */
    static long inputTokensMost(int requestBytes) {
        return (requestBytes + 1L) / 2;
    }

    /**
     * The counts of an answer that broke off, or whose vendor gave none: what it stated so far, and no less than what has been
     * generated.
     */
    static TokenUsage tokens(UsageReport report, int requestBytes) {
        TokenUsage seen = report.total();
        long output = Math.max(seen.output(), (report.generatedBytes() + 3) / 4);
        long input = seen.prompt() > 0 ? seen.input() : inputTokens(requestBytes);
        return new TokenUsage(
                input,
                output,
                seen.cacheRead(),
                seen.cacheWrite5m(),
                seen.cacheWrite1h(),
                seen.reasoning(),
                seen.extras());
    }
}
