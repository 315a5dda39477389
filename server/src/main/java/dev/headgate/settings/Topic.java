package dev.headgate.settings;

/**
 * One group of settings that are read and changed together.
 *
 * @param name stable; names the row
 * @param type a record whose constructor refuses what isn't valid; its secrets are {@link dev.headgate.base.Secret}s
 * @param defaults in force until somebody changes something, and for what an older version didn't store
 */
public record Topic<T extends Record>(String name, Class<T> type, T defaults) {}
