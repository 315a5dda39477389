package dev.headgate.testkit;

import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a user's telephone does with the QR code. */
public final class AuthenticatorApp {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final byte[] secret;
    private final InstantSource clock;

    /** @param uri what the QR code says */
    public AuthenticatorApp(String uri, InstantSource clock) {
        this.clock = clock;
        String text = "";
        for (String pair : URI.create(uri).getQuery().split("&", -1)) {
            text = pair.startsWith("secret=") ? pair.substring(7) : text;
        }
        BigInteger bits = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(LETTERS.indexOf(text.charAt(i))));
        }
        int bytes = text.length() * 5 / 8;
        byte[] raw = bits.shiftRight(text.length() * 5 % 8).toByteArray();
        secret = new byte[bytes];
        int from = Math.max(0, raw.length - bytes);
        System.arraycopy(raw, from, secret, bytes - (raw.length - from), raw.length - from);
    }

    /** The code it shows {@code steps} steps of 30 s from now. */
    public String code(int steps) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            long step = clock.millis() / 30_000 + steps;
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int at = hash[19] & 15;
            int cut = new BigInteger(1, java.util.Arrays.copyOfRange(hash, at, at + 4)).intValue() & Integer.MAX_VALUE;
            return "%06d".formatted(cut % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
