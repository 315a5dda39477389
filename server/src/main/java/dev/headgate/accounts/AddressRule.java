package dev.headgate.accounts;

import java.util.Optional;

/** Says early, without a look-up, whether a host that someone entered may be connected to. Connecting checks again. Never blocks. */
@FunctionalInterface
public interface AddressRule {
    /** Why not, in words; empty when it may, or is a name that has to be looked up first. */
    Optional<String> refusal(String host);
}
