package dev.headgate.pages;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.headgate.base.Secret;
import dev.headgate.settings.Settings;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;

/**
 * Signs what a page is told of the one who looks at it: a JWT (RFC 7519) with EdDSA over Ed25519, for one origin, good for {@link
 * #LIFE}. The key is made when first needed and rests sealed under the master key. Blocking; thread-safe.
 */
final class PageTokens {
    static final Duration LIFE = Duration.ofMinutes(5);

    /** An X.509 Ed25519 public key ends with its 32 bytes (RFC 8410, 4). */
    private static final int RAW_BYTES = 32;

    private static final int ID_BYTES = 16;

    private final Settings settings;
    private final SecureRandom random;
    private final InstantSource clock;

    PageTokens(Settings settings, SecureRandom random, InstantSource clock) {
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    /**
     * What a token says.
     *
     * @param audience the page's origin
     * @param page id of the menu's entry
     */
    record Claims(String issuer, String audience, Pages.Viewer viewer, long page, Pages.Look look) {}

    /** Keys that a token may be signed with now. */
    List<SigningKeys.Key> published() {
        return settings.of(SigningKeys.TOPIC).published(clock.instant()).keys();
    }

    /** Makes a key where there is none. */
    void prepare() {
        key();
    }

    private SigningKeys.Key key() {
        return settings.of(SigningKeys.TOPIC)
                .current()
                .orElseGet(() -> settings.change(
                                SigningKeys.TOPIC,
                                old -> old.current().isPresent() ? old : old.replacedBy(fresh(), clock.instant()))
                        .current()
                        .orElseThrow());
    }

    /** Signs with a fresh key from now on; returns its name. */
    String rotate() {
        SigningKeys.Key fresh = fresh();
        settings.change(SigningKeys.TOPIC, old -> old.replacedBy(fresh, clock.instant()));
        return fresh.kid();
    }

    private SigningKeys.Key fresh() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, random);
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            Base64URL x = Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - RAW_BYTES, encoded.length));
            String kid = new OctetKeyPair.Builder(Curve.Ed25519, x)
                    .build()
                    .computeThumbprint()
                    .toString();
            String secret = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
            return new SigningKeys.Key(kid, x.toString(), new Secret(secret), 0);
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException("an Ed25519 key could not be made", e);
        }
    }

    String sign(Claims claims) {
        SigningKeys.Key key = key();
        Instant now = clock.instant();
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        JWTClaimsSet told = new JWTClaimsSet.Builder()
                .issuer(claims.issuer())
                .subject(claims.viewer().user().toString())
                .audience(claims.audience())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(Base64URL.encode(id).toString())
                .claim("role", claims.viewer().role().id())
                .claim("page", Long.toString(claims.page()))
                .claim("theme", claims.look().theme())
                .claim("lang", claims.look().language())
                .build();
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID(key.kid()).build();
        SignedJWT token = new SignedJWT(header, told);
        try {
            token.sign(new Ed25519Signer(privateKey(key)));
        } catch (JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException("a page's token could not be signed", e);
        }
        return token.serialize();
    }

    private static PrivateKey privateKey(SigningKeys.Key key) throws GeneralSecurityException {
        byte[] encoded = Base64.getDecoder().decode(key.privateKey().reveal());
        return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
}
