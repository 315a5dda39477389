package dev.headgate.signin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a site says of somebody. Immutable.
 *
 * @param subject names them there for good
 * @param email null when it says none
 * @param verified whether it has seen that they can read mail to that address
 * @param name may be empty
 * @param roles values of the claim that decides the role
 * @param groups values of the claim that decides which groups may be used
 */
record ExternalProfile(
        String subject,
        @Nullable String email,
        boolean verified,
        String name,
        List<String> roles,
        List<String> groups) {
    ExternalProfile {
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
    }
}
