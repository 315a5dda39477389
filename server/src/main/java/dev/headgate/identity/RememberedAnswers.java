package dev.headgate.identity;

import dev.headgate.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What was answered to calls that carried an idempotency key, per caller, for {@value #HOURS} hours: so that a caller who did not hear
 * the answer can ask again without doing the thing twice. Blocking; thread-safe.
 */
public final class RememberedAnswers {
    private static final int HOURS = 24;
    private static final String HMAC = "HmacSHA256";

    private final Store store;
    private final InstantSource clock;
    private final SecretKeySpec key;

    /** @param key that fingerprints are made with, so that a password in a request can't be guessed from its fingerprint */
    public RememberedAnswers(Store store, InstantSource clock, byte[] key) {
        this.store = store;
        this.clock = clock;
        this.key = new SecretKeySpec(key, HMAC);
    }

    /** What tells one request from another. */
    public String fingerprint(String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + HMAC, e);
        }
    }

    /** What is known of a key. */
    public sealed interface Claim {
        /** It is new: do the work, then {@link RememberedAnswers#answered} or {@link RememberedAnswers#forget}. */
        record Fresh() implements Claim {}

        /** The work was done; this was answered. */
        record Done(int status, String body) implements Claim {}

        /** The first call is still at work, or its process died in the middle of it. */
        record Working() implements Claim {}

        /** The key was used for another request. */
        record Different() implements Claim {}
    }

    /**
     * Claims a key.
     *
     * @param fingerprint of method, path and body, see {@link #fingerprint}: the same key for another request is an error of the caller
     */
    public Claim claim(String actor, String key, String fingerprint) {
        long now = clock.millis();
        return store.write(handle -> {
            JdbcAnswerStore.forgetOld(handle, now - Duration.ofHours(HOURS).toMillis());
            if (JdbcAnswerStore.insert(handle, actor, key, fingerprint, now)) {
                return new Claim.Fresh();
            }
            return JdbcAnswerStore.find(handle, actor, key, fingerprint);
        });
    }

    public void answered(String actor, String key, int status, String body) {
        store.write(handle -> {
            JdbcAnswerStore.answered(handle, actor, key, status, body);
            return 0;
        });
    }

    /** Nothing was done: the key is free again. */
    public void forget(String actor, String key) {
        store.write(handle -> {
            JdbcAnswerStore.forget(handle, actor, key);
            return 0;
        });
    }
}
