package dev.headgate.identity;

/** Who sent a request: a key and the user it belongs to, as of one instant. */
public record Caller(ApiKey key, User user) {}
