package dev.headgate.identity;

import dev.headgate.base.Money;

/**
 * A user as the configuration file declares it.
 *
 * @param balance granted once, when the user is created
 * @param concurrency calls at once, 0 = no limit
 */
public record DeclaredUser(String email, Money balance, int concurrency) {}
