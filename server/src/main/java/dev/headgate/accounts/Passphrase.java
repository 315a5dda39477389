package dev.headgate.accounts;

import dev.headgate.base.Check;
import dev.headgate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Seals secrets that leave this Headgate under a passphrase. Confined to one thread.
 *
 * <p>A sealed text is {@code hgx1$m=32768,t=3,p=1$SALT$SEALED}: the cost and the salt (16 bytes) of Argon2id (RFC 9106), which makes
 * the 256-bit key from the passphrase's UTF-8; then AES-256-GCM's nonce (12 bytes), ciphertext and tag (16 bytes). Both parts in
 * base64 without padding. What it belongs to, such as {@code headgate-account/claude-1/credential}, is authenticated with it.
 */
final class Passphrase {
    private static final Pattern SEALED =
            Pattern.compile("hgx1\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    /** RFC 9106, 4: the second recommended option, with one lane. */
    private static final Cost COST = new Cost(32 * 1024, 3, 1);

    /** A file must not make us use more than a quarter of a gigabyte, or work for minutes. */
    private static final Cost COST_MAX = new Cost(64 * 1024, 10, 4);

    /** So that keys made at once don't fill the heap. */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private static final int LENGTH_MIN = 12;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int KEY_BYTES = 32;
    private static final int TAG_BITS = 128;

    private final Secret words;
    private final SecureRandom random;
    private final byte[] salt = new byte[SALT_BYTES];
    private final Map<String, SecretKeySpec> keys = new HashMap<>();

    private record Cost(int memoryKib, int passes, int lanes) {
        @Override
        public String toString() {
            return "m=" + memoryKib + ",t=" + passes + ",p=" + lanes;
        }
    }

    Passphrase(Secret words, SecureRandom random) {
        int length = words.reveal().length();
        Check.that(length >= LENGTH_MIN, "passphrase", length + " characters", "at least " + LENGTH_MIN);
        this.words = words;
        this.random = random;
        random.nextBytes(salt);
    }

    private SecretKeySpec key(byte[] of, Cost cost) {
        String name = cost + Base64.getEncoder().encodeToString(of);
        SecretKeySpec known = keys.get(name);
        if (known != null) {
            return known;
        }
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(of)
                .build());
        byte[] key = new byte[KEY_BYTES];
        ONE_AT_A_TIME.lock();
        try {
            generator.generateBytes(words.reveal().getBytes(StandardCharsets.UTF_8), key);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
        SecretKeySpec made = new SecretKeySpec(key, "AES");
        keys.put(name, made);
        return made;
    }

    /** Whether a text has the form of a sealed one. */
    static boolean isSealed(String text) {
        return SEALED.matcher(text).matches();
    }

    /** Seals {@code secret}; only who names the same {@code belongsTo} can open it. */
    String seal(Secret secret, String belongsTo) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher(
                Cipher.ENCRYPT_MODE,
                key(salt, COST),
                nonce,
                belongsTo,
                secret.reveal().getBytes(StandardCharsets.UTF_8));
        if (sealed == null) {
            throw new IllegalStateException("AES-GCM could not seal");
        }
        byte[] both = new byte[NONCE_BYTES + sealed.length];
        System.arraycopy(nonce, 0, both, 0, NONCE_BYTES);
        System.arraycopy(sealed, 0, both, NONCE_BYTES, sealed.length);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "hgx1$" + COST + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(both);
    }

    /** What was sealed; empty when the passphrase or what it belongs to is another, or the text was changed. */
    Optional<Secret> open(String text, String belongsTo) {
        Matcher matcher = SEALED.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Cost cost = new Cost(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        boolean payable = cost.memoryKib() >= 8 * cost.lanes()
                && cost.memoryKib() <= COST_MAX.memoryKib()
                && cost.passes() >= 1
                && cost.passes() <= COST_MAX.passes()
                && cost.lanes() >= 1
                && cost.lanes() <= COST_MAX.lanes();
        byte[] of;
        byte[] both;
        try {
            of = Base64.getDecoder().decode(matcher.group(4));
            both = Base64.getDecoder().decode(matcher.group(5));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (!payable || of.length < 8 || both.length < NONCE_BYTES + TAG_BITS / 8) {
            return Optional.empty();
        }
        byte[] nonce = java.util.Arrays.copyOf(both, NONCE_BYTES);
        byte[] sealed = java.util.Arrays.copyOfRange(both, NONCE_BYTES, both.length);
        byte[] opened = cipher(Cipher.DECRYPT_MODE, key(of, cost), nonce, belongsTo, sealed);
        return opened == null ? Optional.empty() : Optional.of(new Secret(new String(opened, StandardCharsets.UTF_8)));
    }

    /** Null when it doesn't fit the key. */
    private static byte @Nullable [] cipher(int mode, SecretKeySpec key, byte[] nonce, String belongsTo, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(belongsTo.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (javax.crypto.AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks AES-GCM", e);
        }
    }
}
