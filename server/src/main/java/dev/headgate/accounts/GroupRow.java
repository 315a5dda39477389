package dev.headgate.accounts;

/**
 * A group as operators see it.
 *
 * @param opened whether users may make keys in it by themselves
 * @param note the operator's own words
 * @param accounts how many accounts are in it
 * @param keys how many keys belong to it, counted to 10,000
 */
public record GroupRow(Group group, boolean opened, String note, int accounts, int keys) {}
