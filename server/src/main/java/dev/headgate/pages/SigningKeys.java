package dev.headgate.pages;

import dev.headgate.base.Secret;
import dev.headgate.settings.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What tokens are signed with: at most one key in use, and those before it for as long as tokens of theirs may be around.
 *
 * @param keys the one in use last
 */
record SigningKeys(List<Key> keys) {
    static final Topic<SigningKeys> TOPIC = new Topic<>("page-signing", SigningKeys.class, new SigningKeys(List.of()));

    /** How long a replaced key stays published beyond its tokens' life: clocks differ. */
    private static final Duration LEEWAY = Duration.ofMinutes(1);

    /**
     * An Ed25519 key pair (RFC 8032).
     *
     * @param kid its thumbprint (RFC 7638)
     * @param x the public key, base64url
     * @param privateKey PKCS #8, base64
     * @param retiredAt since when it signs no more, milliseconds since 1970; 0 = it signs
     */
    record Key(String kid, String x, Secret privateKey, long retiredAt) {
        boolean published(Instant now) {
            return retiredAt == 0
                    || now.isBefore(Instant.ofEpochMilli(retiredAt)
                            .plus(PageTokens.LIFE)
                            .plus(LEEWAY));
        }
    }

    SigningKeys {
        keys = List.copyOf(keys);
    }

    Optional<Key> current() {
        return keys.stream().filter(key -> key.retiredAt() == 0).findFirst();
    }

    /** Those that a token may still be signed with. */
    SigningKeys published(Instant now) {
        return new SigningKeys(keys.stream().filter(key -> key.published(now)).toList());
    }

    /** The same with a fresh key in use; what can sign nothing good any more is forgotten. */
    SigningKeys replacedBy(Key fresh, Instant now) {
        List<Key> all = new ArrayList<>();
        for (Key key : published(now).keys()) {
            all.add(key.retiredAt() == 0 ? new Key(key.kid(), key.x(), key.privateKey(), now.toEpochMilli()) : key);
        }
        all.add(fresh);
        return new SigningKeys(all);
    }
}
