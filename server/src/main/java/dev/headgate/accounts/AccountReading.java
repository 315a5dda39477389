package dev.headgate.accounts;

/**
 * All that can be told of an account at one instant. Immutable.
 *
 * @param state status, reason, until when, quota windows of the account and of single models
 * @param slotsInUse calls in flight, of {@code account.concurrency()}
 * @param sessions different sessions that were active on it within some five minutes, about
 * @param errorPpm recent share of failed attempts, parts per million
 * @param firstByteNanos recent time to the first byte, 0 while unknown
 */
public record AccountReading(
        Account account, AccountState state, int slotsInUse, int sessions, int errorPpm, long firstByteNanos) {}
