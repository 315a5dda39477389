package dev.headgate.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A site to sign in by that says whatever a test wants, also what no honest one would; and GitHub's API, as far as it is asked. */
@SuppressWarnings("JavaUtilDate") // the library's type
public final class IdentitySite implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final RSAKey key;
    private volatile String lastForm = "";

    public IdentitySite() {
        try {
            key = new RSAKeyGenerator(2048).keyID("k1").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::serve);
        server.start();
        page("/.well-known/openid-configuration", """
                {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize", "token_endpoint": "%1$s/token",
                 "jwks_uri": "%1$s/jwks", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                 "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]}""".formatted(issuer()));
        page("/jwks", new JWKSet(key.toPublicJWK()).toString());
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What is served at a path from now on. */
    public void page(String path, String json) {
        pages.put(path, json);
    }

    /** The form of the last POST: what the token endpoint was told. */
    public String lastForm() {
        return lastForm;
    }

    private void serve(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            lastForm = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        }
        String page = pages.get(exchange.getRequestURI().getPath());
        byte[] body = (page == null ? "{}" : page).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(page == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Makes the token endpoint answer with that ID token. */
    public void says(JWT token) {
        page(
                "/token",
                "{\"access_token\": \"at\", \"token_type\": \"Bearer\", \"id_token\": \"" + token.serialize() + "\"}");
    }

    /** An honest token, edited. */
    public JWTClaimsSet.Builder claims(String client, String nonce, java.util.Date now) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject("subject-1")
                .audience(client)
                .issueTime(now)
                .expirationTime(new java.util.Date(now.getTime() + 300_000))
                .claim("nonce", nonce)
                .claim("email", "person@example.com")
                .claim("email_verified", true)
                .claim("name", "A Person");
    }

    public JWT signed(JWTClaimsSet claims) {
        return signed(claims, key);
    }

    /** Signed with a key of the test's own, which the site doesn't publish. */
    public static JWT forged(JWTClaimsSet claims) {
        try {
            return signed(claims, new RSAKeyGenerator(2048).generate());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWT signed(JWTClaimsSet claims, RSAKey with) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims);
            jwt.sign(new RSASSASigner(with));
            return jwt;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed with a shared secret: the client's, or the bytes of the public key, as attackers try. */
    public static JWT mac(JWTClaimsSet claims, byte[] secret) {
        try {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            jwt.sign(new MACSigner(secret));
            return jwt;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JWT unsigned(JWTClaimsSet claims) {
        return new PlainJWT(claims);
    }

    /** The published key as bytes. */
    public byte[] publicKey() {
        try {
            return key.toRSAPublicKey().getEncoded();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
