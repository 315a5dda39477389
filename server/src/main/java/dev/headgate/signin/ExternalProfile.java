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
 * @param claims values of the claim that decides the role
 */
record ExternalProfile(String subject, @Nullable String email, boolean verified, String name, List<String> claims) {
    ExternalProfile {
        claims = List.copyOf(claims);
    }
}
