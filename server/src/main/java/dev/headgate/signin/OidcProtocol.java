package dev.headgate.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.headgate.signin.ExternalFailure.Why;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OpenID Connect Core 1.0, the code flow with PKCE. What the site publishes of itself is read anew at each sign-in, so that changed
 * keys need no notice. Tokens are believed only under a public-key signature: one made with our own client secret, or none, is
 * refused, whatever their header says.
 */
final class OidcProtocol implements ExternalProtocol {
    private static final Set<JWSAlgorithm> SIGNATURES = signatures();

    private final WebAccess web;

    OidcProtocol(WebAccess web) {
        this.web = web;
    }

    private static Set<JWSAlgorithm> signatures() {
        Set<JWSAlgorithm> all = new HashSet<>(JWSAlgorithm.Family.RSA);
        all.addAll(JWSAlgorithm.Family.EC);
        return Set.copyOf(all);
    }

    @Override
    public URI begin(IdentityProvider provider, Run run) throws ExternalFailure {
        OIDCProviderMetadata site = site(provider);
        return new AuthenticationRequest.Builder(
                        new ResponseType(ResponseType.Value.CODE),
                        new Scope(provider.scopes().toArray(new String[0])),
                        new ClientID(provider.clientId()),
                        run.redirect())
                .endpointURI(web.checked(site.getAuthorizationEndpointURI()))
                .state(new State(run.state()))
                .nonce(run.nonce())
                .codeChallenge(run.verifier(), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    private OIDCProviderMetadata site(IdentityProvider provider) throws ExternalFailure {
        String base = provider.issuer().endsWith("/")
                ? provider.issuer().substring(0, provider.issuer().length() - 1)
                : provider.issuer();
        HTTPResponse answer = web.get(URI.create(base + "/.well-known/openid-configuration"), null);
        try {
            OIDCProviderMetadata site = OIDCProviderMetadata.parse(answer.getBody());
            if (!site.getIssuer().getValue().equals(provider.issuer())) {
                throw new ExternalFailure(
                        Why.NOT_PROVED,
                        "issuer: the site calls itself " + site.getIssuer() + " (expected: " + provider.issuer() + ")");
            }
            return site;
        } catch (ParseException e) {
            throw new ExternalFailure(Why.NOT_PROVED, "discovery of " + base + ": " + e.getMessage());
        }
    }

    @Override
    public ExternalProfile finish(IdentityProvider provider, Run run, String code) throws ExternalFailure {
        OIDCProviderMetadata site = site(provider);
        try {
            TokenRequest request = new TokenRequest(
                    web.checked(site.getTokenEndpointURI()),
                    authentication(provider, site),
                    new AuthorizationCodeGrant(new AuthorizationCode(code), run.redirect(), run.verifier()),
                    (Scope) null);
            TokenResponse answer = OIDCTokenResponseParser.parse(web.send(request.toHTTPRequest()));
            if (!(answer instanceof OIDCTokenResponse good)) {
                throw new ExternalFailure(
                        Why.NOT_PROVED,
                        "token endpoint: " + answer.toErrorResponse().getErrorObject());
            }
            JWKSet keys = JWKSet.parse(web.get(site.getJWKSetURI(), null).getBody());
            IDTokenValidator validator = new IDTokenValidator(
                    new Issuer(provider.issuer()),
                    new ClientID(provider.clientId()),
                    new JWSVerificationKeySelector<SecurityContext>(SIGNATURES, new ImmutableJWKSet<>(keys)),
                    null);
            return profile(provider, validator.validate(good.getOIDCTokens().getIDToken(), run.nonce()));
        } catch (ParseException | java.text.ParseException e) {
            throw new ExternalFailure(Why.NOT_PROVED, "the site's answer is in no shape: " + e.getMessage());
        } catch (BadJOSEException | JOSEException e) {
            throw new ExternalFailure(Why.NOT_PROVED, "ID token: " + e.getMessage());
        }
    }

    private static ClientAuthentication authentication(IdentityProvider provider, OIDCProviderMetadata site) {
        ClientID id = new ClientID(provider.clientId());
        var secret =
                new com.nimbusds.oauth2.sdk.auth.Secret(provider.clientSecret().reveal());
        List<ClientAuthenticationMethod> known = site.getTokenEndpointAuthMethods();
        boolean post = known != null
                && !known.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                && known.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        return post ? new ClientSecretPost(id, secret) : new ClientSecretBasic(id, secret);
    }

    private static ExternalProfile profile(IdentityProvider provider, IDTokenClaimsSet claims) {
        String email = claims.getStringClaim("email");
        // some sites send this one as text
        Object verified = claims.getClaim("email_verified");
        String name = claims.getStringClaim("name");
        IdentityProvider.GroupMapping groups = provider.terms().groups();
        return new ExternalProfile(
                claims.getSubject().getValue(),
                email == null ? null : Newcomers.address(email),
                Boolean.TRUE.equals(verified) || "true".equals(verified),
                name == null ? "" : name,
                values(claims, provider.terms().roleClaim()),
                values(claims, groups == null ? null : groups.claim()));
    }

    /** A claim by its name, or inside others: {@code realm_access.roles}. */
    private static @Nullable Object claim(Map<?, ?> claims, String name) {
        Object whole = claims.get(name);
        int dot = name.indexOf('.');
        return whole == null && dot > 0 && claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner
                ? claim(inner, name.substring(dot + 1))
                : whole;
    }

    private static List<String> values(IDTokenClaimsSet claims, @Nullable String name) {
        List<String> values = new ArrayList<>();
        Object value = name == null ? null : claim(claims.toJSONObject(), name);
        if (value instanceof List<?> many) {
            many.forEach(one -> values.add(String.valueOf(one)));
        } else if (value != null) {
            values.add(value.toString());
        }
        return values;
    }
}
