package dev.headgate.gateway;

import dev.headgate.base.Secret;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Hides the operator's credential in a provider's refusal: some quote the key that they refuse. Each byte of it becomes an
 * asterisk, so lengths stay as announced. Only refusals are searched, never answers:
 * their first 64 KiB, or 256 KiB where the refusal sends the call to another account. A compressed one is not looked into.
 */
final class CredentialMask {
    /** Shorter ones would be found in ordinary words. */
    private static final int LENGTH_MIN = 8;

    private CredentialMask() {}

    /** The same bytes where the credential isn't among them, else a masked copy. */
    static Buffer mask(Buffer bytes, Secret credential) {
        byte[] wanted = credential.reveal().getBytes(StandardCharsets.UTF_8);
        if (wanted.length < LENGTH_MIN || bytes.length() < wanted.length) {
            return bytes;
        }
        byte[] all = bytes.getBytes();
        boolean found = false;
        for (int at = 0; at <= all.length - wanted.length; at++) {
            if (Arrays.equals(all, at, at + wanted.length, wanted, 0, wanted.length)) {
                Arrays.fill(all, at, at + wanted.length, (byte) '*');
                found = true;
            }
        }
        return found ? Buffer.buffer(all) : bytes;
    }
}
