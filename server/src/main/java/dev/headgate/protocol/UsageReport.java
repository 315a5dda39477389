package dev.headgate.protocol;

import java.util.List;

/**
 * What an answer said about its tokens, as far as it was read.
 *
 * @param parts tokens per model that worked on the answer, in order; mostly one part. Anthropic's {@code iterations} give
 *     several, maybe of other models. Empty when nothing was said.
 * @param stated whether the vendor stated the final counts; false when the stream broke off before them or has none
 * @param generatedBytes UTF-8 bytes of generated text, thinking and tool arguments seen, the base of an estimate when
 *     {@code stated} is false
 * @param terms the terms that the vendor says it served the call on
 */
public record UsageReport(List<Part> parts, boolean stated, long generatedBytes, ServiceTerms terms) {
    public static final UsageReport NOTHING = new UsageReport(List.of(), false, 0, ServiceTerms.NONE);

    public UsageReport {
        parts = List.copyOf(parts);
    }

    /** Tokens of one model; {@code model} is empty when the answer names none for this part. */
    public record Part(String model, TokenUsage tokens) {}

    /** About how many tokens a request of that many bytes is. */
    public static long inputTokens(int requestBytes) {
        return (requestBytes * 2L + 6) / 7;
    }

    /**
     * The counts of an answer that broke off, or whose vendor gave none: what it stated so far, and no less than what has been
     * generated, four bytes to a token.
     */
    public TokenUsage estimate(int requestBytes) {
        TokenUsage seen = total();
        long output = Math.max(seen.output(), (generatedBytes + 3) / 4);
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

    /** Sum over the parts. */
    public TokenUsage total() {
        TokenUsage sum = TokenUsage.NONE;
        for (Part part : parts) {
            sum = sum.plus(part.tokens());
        }
        return sum;
    }
}
