package dev.headgate.accounts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.base.Secret;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the key file that Google gives for a service account. Errors never quote it. */
public final class ServiceAccountFile {
    private static final URI GOOGLE = URI.create("https://oauth2.googleapis.com/token");

    private ServiceAccountFile() {}

    /**
     * Reads the file's text.
     *
     * @param tokenUrl in place of the file's, null: the file's
     */
    public static Credential.ServiceAccount read(Secret text, @Nullable URI tokenUrl, List<String> scopes) {
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(text.reveal());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("key-json: not JSON (expected: the key file's text)");
        }
        for (String name : new String[] {"client_email", "private_key"}) {
            if (!json.path(name).isTextual()) {
                throw new IllegalArgumentException(
                        "key-json: no " + name + " (expected: a service account's key file)");
            }
        }
        Secret key = new Secret(json.path("private_key").asText());
        TokenEndpoint.privateKey(key);
        String said = json.path("token_uri").asText("");
        return new Credential.ServiceAccount(
                json.path("client_email").asText(),
                json.path("private_key_id").asText(""),
                key,
                tokenUrl != null ? tokenUrl : said.isEmpty() ? GOOGLE : URI.create(said),
                scopes);
    }
}
