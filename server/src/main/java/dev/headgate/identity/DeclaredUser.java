package dev.headgate.identity;

import dev.headgate.base.CallLimits;
import dev.headgate.base.Money;

/**
 * A user as the configuration file declares it.
 *
 * @param balance granted once, when the user is created
 * @param limits of all the user's keys together
 * @param share how much of a full pool the user gets beside others
 * @param multiplierPpm the user's own factor on charges, parts per million
 */
public record DeclaredUser(String email, Money balance, CallLimits limits, int share, long multiplierPpm) {}
