package dev.headgate.signin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import dev.headgate.signin.ExternalFailure.Why;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GitHub's OAuth 2.0, which has no ID token: who somebody is is asked of its API, {@code /user} and {@code /user/emails}; the names
 * of their organizations ({@code /user/orgs}) stand for claims. Its API is at {@code api.github.com}, or below {@code /api/v3} of an
 * Enterprise server.
 */
final class GitHubProtocol implements ExternalProtocol {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PUBLIC = "https://github.com";

    private final WebAccess web;

    GitHubProtocol(WebAccess web) {
        this.web = web;
    }

    @Override
    public URI begin(IdentityProvider provider, Run run) throws ExternalFailure {
        return new AuthorizationRequest.Builder(
                        new ResponseType(ResponseType.Value.CODE), new ClientID(provider.clientId()))
                .endpointURI(web.checked(URI.create(provider.issuer() + "/login/oauth/authorize")))
                .redirectionURI(run.redirect())
                .scope(new Scope(provider.scopes().toArray(new String[0])))
                .state(new State(run.state()))
                .codeChallenge(run.verifier(), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    @Override
    public ExternalProfile finish(IdentityProvider provider, Run run, String code) throws ExternalFailure {
        String token = token(provider, run, code);
        String api = provider.issuer().equals(PUBLIC) ? "https://api.github.com" : provider.issuer() + "/api/v3";
        JsonNode user = read(api + "/user", token);
        if (!user.path("id").isIntegralNumber()) {
            throw new ExternalFailure(Why.NOT_PROVED, "GitHub's /user names no id");
        }
        String email = null;
        for (JsonNode one : read(api + "/user/emails", token)) {
            if (one.path("primary").asBoolean() && one.path("verified").asBoolean()) {
                email = Newcomers.address(one.path("email").asText());
            }
        }
        List<String> organizations = new ArrayList<>();
        if (provider.terms().readsClaims()) {
            read(api + "/user/orgs", token)
                    .forEach(one -> organizations.add(one.path("login").asText()));
        }
        String name = user.path("name").asText("");
        return new ExternalProfile(user.path("id").asText(), email, email != null, name, organizations, organizations);
    }

    private String token(IdentityProvider provider, Run run, String code) throws ExternalFailure {
        var secret =
                new com.nimbusds.oauth2.sdk.auth.Secret(provider.clientSecret().reveal());
        TokenRequest request = new TokenRequest(
                web.checked(URI.create(provider.issuer() + "/login/oauth/access_token")),
                new ClientSecretPost(new ClientID(provider.clientId()), secret),
                new AuthorizationCodeGrant(new AuthorizationCode(code), run.redirect(), run.verifier()),
                (Scope) null);
        try {
            TokenResponse answer = TokenResponse.parse(web.send(request.toHTTPRequest()));
            if (!answer.indicatesSuccess()) {
                throw new ExternalFailure(
                        Why.NOT_PROVED,
                        "GitHub's token endpoint: " + answer.toErrorResponse().getErrorObject());
            }
            return answer.toSuccessResponse().getTokens().getAccessToken().getValue();
        } catch (ParseException e) {
            throw new ExternalFailure(Why.NOT_PROVED, "GitHub's token endpoint: " + e.getMessage());
        }
    }

    private JsonNode read(String address, @Nullable String token) throws ExternalFailure {
        try {
            return JSON.readTree(web.get(URI.create(address), token).getBody());
        } catch (JsonProcessingException e) {
            throw new ExternalFailure(Why.NOT_PROVED, address + ": no JSON");
        }
    }
}
