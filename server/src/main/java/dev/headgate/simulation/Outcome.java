package dev.headgate.simulation;

/**
 * What a run came to.
 *
 * @param served calls answered
 * @param refused times a client saw an error of the pool
 * @param refusedWithRoom of these, those while an account that hadn't been tried was well and had a slot
 * @param limited times a client was told that its user's limit is reached
 * @param left clients that left while their call waited
 * @param givenUp turns that were never answered
 * @param promptTokens tokens of all prompts answered
 * @param cachedTokens of these, those from a vendor's cache
 * @param waits of all calls answered
 * @param othersWaits the same without those of the user who sends many at once
 * @param wastedUnits quota of five-hour windows that was left at their end
 * @param windows five-hour windows begun
 * @param homeWell choices for calls whose home was well
 * @param homeKept choices that went home
 */
public record Outcome(
        String policy,
        long served,
        long refused,
        long refusedWithRoom,
        long limited,
        long left,
        long givenUp,
        long promptTokens,
        long cachedTokens,
        Waits waits,
        Waits othersWaits,
        long wastedUnits,
        int windows,
        long homeWell,
        long homeKept) {

    /** From arrival to the start of the attempt that was answered, milliseconds. */
    public record Waits(int p50, int p99) {}

    /** Of 1. */
    public double cachedShare() {
        return promptTokens == 0 ? 0 : (double) cachedTokens / promptTokens;
    }

    /** Of 1. */
    public double refusedShare() {
        return served + refused == 0 ? 0 : (double) refused / (served + refused);
    }
}
