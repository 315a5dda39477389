package dev.headgate.identity;

import dev.headgate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Password hashes: Argon2id (RFC 9106) in its usual text form, {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}. The cost stands in
 * each hash, so it can be raised later: {@link #outdated} tells which to make anew at the next sign-in. Thread-safe; blocks.
 */
final class Passwords {
    /**
     * OWASP's password storage cheat sheet asks for 19 MiB and two passes with one lane, or more. RFC 9106's 64 MiB would be a third of the
     * heap that {@code run} gives, of which open streams need the rest; one pass more makes up for some of it.
     */
    private static final int MEMORY_KIB = 19 * 1024;

    private static final int PASSES = 3;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /** Hashing at once: bounds the memory that strangers can make us use, to 2 × 19 MiB. */
    private static final int AT_ONCE = 2;

    private final SecureRandom random;
    private final int memoryKib;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    Passwords(SecureRandom random) {
        this(random, MEMORY_KIB);
    }

    /** @param memoryKib cost of new hashes, for tests that make many */
    Passwords(SecureRandom random, int memoryKib) {
        this.random = random;
        this.memoryKib = memoryKib;
    }

    String hash(Secret password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Cost cost = new Cost(memoryKib, PASSES, LANES);
        byte[] hash = argon2id(password, salt, cost);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.passes() + ",p=" + cost.lanes() + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    /** Whether the password is the hashed one; an empty hash is nobody's, but takes as long to say so. */
    boolean matches(Secret password, String hash) {
        if (hash.isEmpty()) {
            argon2id(password, new byte[SALT_BYTES], new Cost(memoryKib, PASSES, LANES));
            return false;
        }
        Parsed parsed = Parsed.of(hash);
        return MessageDigest.isEqual(argon2id(password, parsed.salt(), parsed.cost()), parsed.hash());
    }

    /** Whether a hash was made at less than today's cost. */
    boolean outdated(String hash) {
        Cost cost = Parsed.of(hash).cost();
        return cost.memoryKib() < memoryKib || cost.passes() < PASSES;
    }

    private byte[] argon2id(Secret password, byte[] salt, Cost cost) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] hash = new byte[HASH_BYTES];
        places.acquireUninterruptibly();
        try {
            generator.generateBytes(password.reveal().getBytes(StandardCharsets.UTF_8), hash);
        } finally {
            places.release();
        }
        return hash;
    }

    private record Cost(int memoryKib, int passes, int lanes) {}

    private record Parsed(Cost cost, byte[] salt, byte[] hash) {
        static Parsed of(String text) {
            String[] parts = text.split("\\$", -1);
            if (parts.length != 6 || !parts[1].equals("argon2id") || !parts[2].equals("v=19")) {
                throw new IllegalStateException("a stored password hash is not in a known form");
            }
            String[] cost = parts[3].split(",", -1);
            return new Parsed(
                    new Cost(number(cost[0]), number(cost[1]), number(cost[2])),
                    Base64.getDecoder().decode(parts[4]),
                    Base64.getDecoder().decode(parts[5]));
        }

        private static int number(String pair) {
            return Integer.parseInt(pair.substring(2));
        }
    }
}
