package dev.headgate.accounts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint gave. Immutable.
 *
 * @param refresh null where the grant gives none
 * @param issuedAt when it was given
 * @param expiresAt when the access token ends
 * @param credential tells which credential it came from, as a hash: a replaced one must not go on with old tokens
 */
record TokenSet(Secret access, @Nullable Secret refresh, Instant issuedAt, Instant expiresAt, String credential) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static String hashOf(Credential credential) {
        try {
            byte[] text = CredentialText.write(credential).reveal().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks SHA-256", e);
        }
    }

    Secret write() {
        return new Secret(JSON.createObjectNode()
                .put("access", access.reveal())
                .put("refresh", refresh == null ? null : refresh.reveal())
                .put("issued_at", issuedAt.toString())
                .put("expires_at", expiresAt.toString())
                .put("credential", credential)
                .toString());
    }

    static TokenSet read(Secret text) {
        JsonNode json;
        try {
            json = JSON.readTree(text.reveal());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored tokens are not readable"); // their text must not be told
        }
        return new TokenSet(
                new Secret(json.path("access").asText()),
                json.path("refresh").isTextual()
                        ? new Secret(json.path("refresh").asText())
                        : null,
                Instant.parse(json.path("issued_at").asText()),
                Instant.parse(json.path("expires_at").asText()),
                json.path("credential").asText());
    }
}
