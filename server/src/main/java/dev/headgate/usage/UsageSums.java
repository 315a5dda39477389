package dev.headgate.usage;

/**
 * Sums over calls. Costs are in nano-dollars.
 *
 * @param errors calls that ended in an error
 * @param upstreamNanos what vendors are expected to bill, failed attempts included
 */
public record UsageSums(
        long calls,
        long errors,
        long input,
        long output,
        long cacheRead,
        long cacheWrite,
        long reasoning,
        long listNanos,
        long chargedNanos,
        long upstreamNanos) {

    /** What is left of the charges once the vendors are paid; below zero where groups are not charged. */
    public long marginNanos() {
        return chargedNanos - upstreamNanos;
    }

    UsageSums plus(UsageSums other) {
        return new UsageSums(
                Math.addExact(calls, other.calls),
                Math.addExact(errors, other.errors),
                Math.addExact(input, other.input),
                Math.addExact(output, other.output),
                Math.addExact(cacheRead, other.cacheRead),
                Math.addExact(cacheWrite, other.cacheWrite),
                Math.addExact(reasoning, other.reasoning),
                Math.addExact(listNanos, other.listNanos),
                Math.addExact(chargedNanos, other.chargedNanos),
                Math.addExact(upstreamNanos, other.upstreamNanos));
    }

    long[] measures() {
        return new long[] {
            calls, errors, input, output, cacheRead, cacheWrite, reasoning, listNanos, chargedNanos, upstreamNanos
        };
    }
}
