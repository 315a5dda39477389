package dev.headgate.testkit;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/** A real OAuth 2.0 server on a free port, which gives a new refresh token with every renewal and takes each once. */
public final class OAuthServer implements AutoCloseable {
    private final MockOAuth2Server server = new MockOAuth2Server(
            new OAuth2Config(false, null, null, true, new OAuth2TokenProvider(), Set.of(), new NettyWrapper()));

    public OAuthServer() {
        server.start();
    }

    /** As its tokens name it; with discovery below. */
    public String issuer() {
        return server.issuerUrl("default").toString();
    }

    public URI tokenUrl() {
        return server.tokenEndpointUrl("default").uri();
    }

    public URI authorizationUrl() {
        return server.authorizationEndpointUrl("default").uri();
    }

    /** What the next ID token says of whom, besides what it must say. */
    public void says(String subject, Map<String, Object> claims) {
        server.enqueueCallback(
                new DefaultOAuth2TokenCallback("default", subject, "JWT", List.of("headgate"), claims, 3_600));
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
