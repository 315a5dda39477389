package dev.headgate.simulation;

/**
 * What a run came to.
 *
 * @param served calls answered
 * @param refused times a client saw an error of the pool
 * @param refusedWithRoom of these, those while an account that hadn't been tried was well and had a slot
 * @param givenUp turns that were never answered
 * @param promptTokens tokens of all prompts answered
 * @param cachedTokens of these, those from a vendor's cache
 * @param waitMillisP50 from arrival to the start of the attempt that was answered
 * @param wastedUnits quota of five-hour windows that was left at their end
 * @param windows five-hour windows begun
 * @param homeWell choices for calls whose home was well
 * @param homeKept choices that went home
 */
record Outcome(
        String policy,
        long served,
        long refused,
        long refusedWithRoom,
        long givenUp,
        long promptTokens,
        long cachedTokens,
        int waitMillisP50,
        int waitMillisP99,
        long wastedUnits,
        int windows,
        long homeWell,
        long homeKept) {

    double cachedShare() {
        return (double) cachedTokens / promptTokens;
    }

    double refusedShare() {
        return (double) refused / (served + refused);
    }
}
