package dev.headgate.accounts;

/** A group as the configuration file declares it. */
public record DeclaredGroup(String name, long multiplierPpm, Group.Billing billing, Group.UnknownModel unknownModel) {}
