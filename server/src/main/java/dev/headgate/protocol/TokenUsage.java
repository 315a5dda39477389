package dev.headgate.protocol;

import dev.headgate.base.Check;

/**
 * What one answer used. Tokens are counted in exactly one of the first five classes; {@code reasoning} and the audio and image
 * counts are parts of {@code output} and {@code input} told apart, never charged twice. All are counts, at least 0.
 *
 * @param input prompt tokens neither read from nor written to a cache
 * @param output everything generated, thinking included
 * @param cacheRead prompt tokens served from a cache
 * @param cacheWrite5m prompt tokens written to a five-minute cache (or one of unstated life)
 * @param cacheWrite1h prompt tokens written to a one-hour cache
 * @param reasoning the part of output that was thinking, 0 where the vendor does not tell
 * @param extras what is not plain text
 */
public record TokenUsage(
        long input, long output, long cacheRead, long cacheWrite5m, long cacheWrite1h, long reasoning, Extras extras) {
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0, 0);

    public TokenUsage {
        Check.atLeast("input", input, 0);
        Check.atLeast("output", output, 0);
        Check.atLeast("cacheRead", cacheRead, 0);
        Check.atLeast("cacheWrite5m", cacheWrite5m, 0);
        Check.atLeast("cacheWrite1h", cacheWrite1h, 0);
        Check.atLeast("reasoning", reasoning, 0);
    }

    /** Plain text. */
    public TokenUsage(long input, long output, long cacheRead, long cacheWrite5m, long cacheWrite1h, long reasoning) {
        this(input, output, cacheRead, cacheWrite5m, cacheWrite1h, reasoning, Extras.NONE);
    }

    /**
     * What is priced apart from text.
     *
     * @param audioInput the part of {@code input} that was audio
     * @param audioOutput the part of {@code output} that was audio
     * @param imageInput the part of {@code input} that was images
     * @param imageOutput the part of {@code output} that was images
     * @param webSearches searches that the vendor's own tool made
     * @param images pictures made by an operation that counts pictures, not tokens
     * @param audioSeconds seconds of sound heard by an operation that counts time, begun ones count whole
     */
    public record Extras(
            long audioInput,
            long audioOutput,
            long imageInput,
            long imageOutput,
            long webSearches,
            long images,
            long audioSeconds) {
        public static final Extras NONE = new Extras(0, 0, 0, 0, 0, 0, 0);

        public Extras {
            Check.atLeast("audioInput", audioInput, 0);
            Check.atLeast("audioOutput", audioOutput, 0);
            Check.atLeast("imageInput", imageInput, 0);
            Check.atLeast("imageOutput", imageOutput, 0);
            Check.atLeast("webSearches", webSearches, 0);
            Check.atLeast("images", images, 0);
            Check.atLeast("audioSeconds", audioSeconds, 0);
        }

        /** Searches and nothing else. */
        public static Extras searches(long count) {
            return count == 0 ? NONE : new Extras(0, 0, 0, 0, count, 0, 0);
        }

        public Extras plus(Extras other) {
            if (other.equals(NONE)) {
                return this;
            }
            return new Extras(
                    Math.addExact(audioInput, other.audioInput),
                    Math.addExact(audioOutput, other.audioOutput),
                    Math.addExact(imageInput, other.imageInput),
                    Math.addExact(imageOutput, other.imageOutput),
                    Math.addExact(webSearches, other.webSearches),
                    Math.addExact(images, other.images),
                    Math.addExact(audioSeconds, other.audioSeconds));
        }
    }

    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                Math.addExact(input, other.input),
                Math.addExact(output, other.output),
                Math.addExact(cacheRead, other.cacheRead),
                Math.addExact(cacheWrite5m, other.cacheWrite5m),
                Math.addExact(cacheWrite1h, other.cacheWrite1h),
                Math.addExact(reasoning, other.reasoning),
                extras.plus(other.extras));
    }

    public TokenUsage with(Extras more) {
        return new TokenUsage(input, output, cacheRead, cacheWrite5m, cacheWrite1h, reasoning, more);
    }

    /** All prompt tokens, cached or not: what a long-context tier is measured by. */
    public long prompt() {
        return input + cacheRead + cacheWrite5m + cacheWrite1h;
    }
}
