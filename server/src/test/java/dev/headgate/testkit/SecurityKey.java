package dev.headgate.testkit;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;

/**
 * What a browser and a passkey do together (WebAuthn Level 2, 6 and 7), written from the standard: ES256, no attestation. A test may
 * have it lie about site, origin, user verification and counter.
 */
public final class SecurityKey {
    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;
    private static final int HAS_CREDENTIAL = 0x40;

    private final KeyPair keys;
    private final byte[] id = new byte[32];
    private final String site;
    private final String origin;
    private String userHandle = "";
    private boolean verifiesUser = true;
    private int counter;

    public SecurityKey(String site, String origin) {
        this.site = site;
        this.origin = origin;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        new SecureRandom().nextBytes(id);
    }

    /** Whether it asks for a finger or a PIN from now on. */
    public SecurityKey verifiesUser(boolean does) {
        verifiesUser = does;
        return this;
    }

    /** Sets the counter of uses; it counts on from there. */
    public SecurityKey counter(int uses) {
        counter = uses;
        return this;
    }

    /** Says that it is another user's from now on. */
    public SecurityKey userHandle(String handle) {
        userHandle = handle;
        return this;
    }

    /** What it gives for {@code navigator.credentials.create}. */
    public Map<String, String> create(String challenge, String handle, String name) {
        userHandle = handle;
        byte[] credential = concat(
                new byte[16], ByteBuffer.allocate(2).putShort((short) id.length).array(), id, coseKey());
        byte[] data = concat(head(HAS_CREDENTIAL), credential);
        byte[] attestation = concat(
                new byte[] {(byte) 0xA3},
                text("fmt"),
                text("none"),
                text("attStmt"),
                new byte[] {(byte) 0xA0},
                text("authData"),
                new byte[] {0x59},
                ByteBuffer.allocate(2).putShort((short) data.length).array(),
                data);
        return Map.of(
                "name",
                name,
                "client_data_json",
                base64(clientData("webauthn.create", challenge)),
                "attestation_object",
                base64(attestation));
    }

    /** What it gives for {@code navigator.credentials.get}. */
    public Map<String, String> get(String challenge) {
        counter++;
        byte[] data = head(0);
        byte[] client = clientData("webauthn.get", challenge);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(data);
            signature.update(sha256(client));
            return Map.of(
                    "id",
                    base64(id),
                    "client_data_json",
                    base64(client),
                    "authenticator_data",
                    base64(data),
                    "signature",
                    base64(signature.sign()),
                    "user_handle",
                    userHandle);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] head(int more) {
        int flags = USER_PRESENT | (verifiesUser ? USER_VERIFIED : 0) | more;
        return concat(
                sha256(site.getBytes(StandardCharsets.UTF_8)),
                new byte[] {(byte) flags},
                ByteBuffer.allocate(4).putInt(counter).array());
    }

    private byte[] clientData(String type, String challenge) {
        String json = "{\"type\":\"" + type + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + origin
                + "\",\"crossOrigin\":false}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** RFC 9053: kty EC2, alg ES256, curve P-256, x, y. */
    private byte[] coseKey() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        return concat(
                new byte[] {(byte) 0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20},
                coordinate(key.getW().getAffineX()),
                new byte[] {0x22, 0x58, 0x20},
                coordinate(key.getW().getAffineY()));
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] raw = value.toByteArray();
        byte[] all = new byte[32];
        int from = Math.max(0, raw.length - 32);
        System.arraycopy(raw, from, all, 32 - (raw.length - from), raw.length - from);
        return all;
    }

    private static byte[] text(String text) {
        return concat(new byte[] {(byte) (0x60 + text.length())}, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] concat(byte[]... pieces) {
        int length = 0;
        for (byte[] piece : pieces) {
            length += piece.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] piece : pieces) {
            all.put(piece);
        }
        return all.array();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
