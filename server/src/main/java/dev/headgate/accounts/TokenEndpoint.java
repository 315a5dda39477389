package dev.headgate.accounts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.JWTBearerGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import dev.headgate.accounts.Credential.OAuth;
import dev.headgate.accounts.Credential.OAuthClient;
import dev.headgate.accounts.Credential.ServiceAccount;
import dev.headgate.base.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks providers for tokens (RFC 6749; RFC 7523 for service accounts). Blocks; thread-safe. */
final class TokenEndpoint {
    /** Assumed where a provider does not say how long a token lasts. */
    private static final long LIFETIME_DEFAULT_SECONDS = 3_600;

    private static final long ASSERTION_SECONDS = 3_600;

    private final Egress egress;
    private final InstantSource clock;

    TokenEndpoint(Egress egress, InstantSource clock) {
        this.egress = egress;
        this.clock = clock;
    }

    /**
     * Gets new tokens for an account.
     *
     * @param refresh the newest refresh token, null when there is none
     * @throws TokenFailure when there are none to be had
     */
    TokenSet renew(Account account, @Nullable Secret refresh) {
        return switch (account.credential()) {
            case OAuth oauth
            when oauth.grant() == Credential.Grant.CLIENT_CREDENTIALS ->
                ask(account, request(oauth.client(), new ClientCredentialsGrant()), null);
            case OAuth oauth -> {
                if (refresh == null) {
                    throw new TokenFailure(
                            true, "nobody has signed in to it yet (expected: a sign-in, or a refresh token)");
                }
                yield ask(
                        account,
                        request(oauth.client(), new RefreshTokenGrant(new RefreshToken(refresh.reveal()))),
                        refresh);
            }
            case ServiceAccount service ->
                ask(
                        account,
                        new TokenRequest(service.tokenUrl(), new JWTBearerGrant(assertion(service)), (Scope) null),
                        null);
            case Credential.ApiKey key -> throw new IllegalStateException("an API key needs no token");
        };
    }

    /** Changes what a sign-in gave for tokens. */
    TokenSet first(Account account, OAuth oauth, AuthorizationGrant grant) {
        return ask(account, request(oauth.client(), grant), null);
    }

    private static TokenRequest request(OAuthClient client, AuthorizationGrant grant) {
        ClientID id = new ClientID(client.id());
        Secret secret = client.secret();
        Scope scope = client.scopes().isEmpty() || !grant.getType().equals(ClientCredentialsGrant.GRANT_TYPE)
                ? null
                : new Scope(client.scopes().toArray(new String[0]));
        return secret == null
                ? new TokenRequest(client.tokenUrl(), id, grant, scope)
                : new TokenRequest(
                        client.tokenUrl(),
                        new ClientSecretBasic(id, new com.nimbusds.oauth2.sdk.auth.Secret(secret.reveal())),
                        grant,
                        scope);
    }

    private TokenSet ask(Account account, TokenRequest request, @Nullable Secret keptRefresh) {
        Instant now = clock.instant();
        HTTPResponse answer;
        try {
            answer = request.toHTTPRequest().send(egress.through(account));
        } catch (IOException e) {
            throw new TokenFailure(
                    false,
                    "the token endpoint " + request.getEndpointURI().getHost() + " could not be asked: "
                            + e.getMessage());
        }
        if (answer.getStatusCode() >= 500 || answer.getStatusCode() == 429) {
            throw new TokenFailure(false, "the token endpoint answered HTTP " + answer.getStatusCode());
        }
        try {
            TokenResponse response = TokenResponse.parse(answer);
            if (!response.indicatesSuccess()) {
                throw new TokenFailure(true, words(response.toErrorResponse().getErrorObject(), answer));
            }
            Tokens tokens = response.toSuccessResponse().getTokens();
            long seconds = tokens.getAccessToken().getLifetime();
            RefreshToken next = tokens.getRefreshToken();
            return new TokenSet(
                    new Secret(tokens.getAccessToken().getValue()),
                    next == null ? keptRefresh : new Secret(next.getValue()),
                    now,
                    now.plusSeconds(seconds > 0 ? seconds : LIFETIME_DEFAULT_SECONDS),
                    TokenSet.hashOf(account.credential()));
        } catch (ParseException e) {
            throw new TokenFailure(
                    answer.getStatusCode() >= 400,
                    "the token endpoint answered HTTP " + answer.getStatusCode() + " in no shape of OAuth 2.0: "
                            + e.getMessage());
        }
    }

    private static String words(@Nullable ErrorObject error, HTTPResponse answer) {
        if (error == null || error.getCode() == null) {
            return "HTTP " + answer.getStatusCode();
        }
        return error.getDescription() == null ? error.getCode() : error.getCode() + ": " + error.getDescription();
    }

    /** What the service account says of itself, signed: for one hour, as Google allows at most. */
    private SignedJWT assertion(ServiceAccount account) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(account.email())
                .audience(List.of(account.tokenUrl().toString()))
                .claim("scope", String.join(" ", account.scopes()))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(ASSERTION_SECONDS)))
                .build();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(account.keyId()).build(), claims);
        try {
            jwt.sign(new RSASSASigner(privateKey(account.privateKey())));
        } catch (JOSEException e) {
            throw new TokenFailure(true, "the service account's key can't sign: " + e.getMessage());
        }
        return jwt;
    }

    /** Reads PKCS #8 in PEM; errors never quote it. */
    static PrivateKey privateKey(Secret pem) {
        String base64 = pem.reveal().replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("private_key: not readable (expected: an RSA key, PKCS #8 in PEM)");
        }
    }
}
