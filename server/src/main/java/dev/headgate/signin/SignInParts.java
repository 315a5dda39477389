package dev.headgate.signin;

import dev.headgate.base.Sealer;
import dev.headgate.base.Secret;
import dev.headgate.base.Ticker;
import dev.headgate.store.Store;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;

/** What the parts of signing in stand on. */
public record SignInParts(Store store, Sealer sealer, SecureRandom random, InstantSource clock, Ticker ticker) {
    private static final int TOKEN_BYTES = 32;

    /** 256 random bits as text; their hash can be stored unsalted. */
    Secret newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
