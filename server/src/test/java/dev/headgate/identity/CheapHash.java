package dev.headgate.identity;

import dev.headgate.base.Secret;
import java.security.SecureRandom;

/** A password's hash as it was made when hashes cost less than today's. */
public final class CheapHash {
    private CheapHash() {}

    public static String of(String password) {
        return new Passwords(new SecureRandom(), 8 * 1024).hash(new Secret(password));
    }
}
