package dev.headgate.signin;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes made of a shared secret and the time (RFC 6238): {@code truncate(HMAC(secret, seconds since 1970 / 30)) mod 10^digits}, cut
 * out of the HMAC as RFC 4226, 5.3 says. Pure; thread-safe.
 */
record Totp(String algorithm, int digits) {
    /** What every authenticator app does: the others' parameters are ignored by many. */
    static final Totp USUAL = new Totp("HmacSHA1", 6);

    static final int STEP_SECONDS = 30;

    /** The number of a moment's step. */
    static long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
    }

    /** The code of a step, with leading zeros. */
    String code(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 15;
            int cut = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            long range = 1;
            for (int i = 0; i < digits; i++) {
                range *= 10;
            }
            return String.format(Locale.ROOT, "%0" + digits + "d", cut % range);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + algorithm, e);
        }
    }
}
