package dev.headgate.accounts;

import dev.headgate.base.Sealer;
import dev.headgate.base.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets at rest with AES-256-GCM (NIST SP 800-38D): a fresh 96-bit nonce each, a 128-bit tag. The text names its
 * format and key, and is bound to what it belongs to, so that a row copied onto another one does not decrypt. Thread-safe.
 */
public final class Vault implements Sealer {
    private static final byte FORMAT = 1;
    private static final int KEY_ID_BYTES = 8;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final byte[] keyId;
    private final SecureRandom random;

    /** @param masterKey 32 bytes */
    public Vault(byte[] masterKey, SecureRandom random) {
        this.key = new SecretKeySpec(masterKey, "AES");
        this.random = random;
        try {
            this.keyId = Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(masterKey), KEY_ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }

    /**
     * Encrypts a secret.
     *
     * @param belongsTo names the row and field, the same as given to {@link #open} later
     */
    @Override
    public String seal(Secret secret, String belongsTo) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, belongsTo);
            byte[] sealed = cipher.doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
            ByteBuffer out = ByteBuffer.allocate(1 + KEY_ID_BYTES + NONCE_BYTES + sealed.length);
            out.put(FORMAT).put(keyId).put(nonce).put(sealed);
            return Base64.getEncoder().encodeToString(out.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be encrypted", e);
        }
    }

    /**
     * Decrypts what {@link #seal} made.
     *
     * @throws IllegalStateException when the text was made under another key, for another row, or was changed
     */
    @Override
    public Secret open(String sealed, String belongsTo) {
        byte[] bytes = decoded(sealed);
        int head = 1 + KEY_ID_BYTES + NONCE_BYTES;
        if (bytes.length < head || bytes[0] != FORMAT) {
            throw new IllegalStateException("secret of " + belongsTo + ": not in a known format");
        }
        if (!Arrays.equals(bytes, 1, 1 + KEY_ID_BYTES, keyId, 0, KEY_ID_BYTES)) {
            throw new IllegalStateException("secret of " + belongsTo
                    + ": sealed under another master key (expected: the one it was stored with)");
        }
        byte[] nonce = Arrays.copyOfRange(bytes, 1 + KEY_ID_BYTES, head);
        try {
            byte[] plain = cipher(Cipher.DECRYPT_MODE, nonce, belongsTo).doFinal(bytes, head, bytes.length - head);
            return new Secret(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("secret of " + belongsTo + ": damaged or moved", e);
        }
    }

    /** A key of its own for another purpose: HMAC-SHA256 of the purpose under the master key. */
    public byte[] keyFor(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(("headgate " + purpose).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks HMAC-SHA256", e);
        }
    }

    /** The bytes, none when the text isn't base64 and so was never sealed. */
    private static byte[] decoded(String sealed) {
        try {
            return Base64.getDecoder().decode(sealed);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String belongsTo) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(belongsTo.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
