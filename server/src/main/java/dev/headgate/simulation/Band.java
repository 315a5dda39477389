package dev.headgate.simulation;

import dev.headgate.base.AccountId;

/**
 * A slot's time with one call.
 *
 * @param session the conversation's number
 * @param startMillis from the simulation's start
 */
public record Band(AccountId account, int session, long startMillis, long endMillis) {}
