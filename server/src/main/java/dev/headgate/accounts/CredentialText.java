package dev.headgate.accounts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.accounts.Credential.ApiKey;
import dev.headgate.accounts.Credential.Grant;
import dev.headgate.accounts.Credential.OAuth;
import dev.headgate.accounts.Credential.OAuthClient;
import dev.headgate.accounts.Credential.ServiceAccount;
import dev.headgate.base.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A credential as text that is to be encrypted: JSON, or the bare key as earlier versions stored it. */
final class CredentialText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MARK = "{\"type\":";

    private CredentialText() {}

    static Secret write(Credential credential) {
        ObjectNode json = JSON.createObjectNode().put("type", credential.type());
        switch (credential) {
            case ApiKey key -> json.put("key", key.key().reveal());
            case OAuth oauth -> {
                OAuthClient client = oauth.client();
                json.put("grant", oauth.grant().name().toLowerCase(Locale.ROOT))
                        .put("client_id", client.id())
                        .put("client_secret", reveal(client.secret()))
                        .put("token_url", client.tokenUrl().toString())
                        .put("authorization_url", text(client.authorizationUrl()))
                        .put("device_url", text(client.deviceUrl()))
                        .put("refresh_token", reveal(oauth.refreshToken()));
                client.scopes().forEach(json.withArray("scopes")::add);
            }
            case ServiceAccount account -> {
                json.put("client_email", account.email())
                        .put("private_key_id", account.keyId())
                        .put("private_key", account.privateKey().reveal())
                        .put("token_uri", account.tokenUrl().toString());
                account.scopes().forEach(json.withArray("scopes")::add);
            }
        }
        return new Secret(json.toString());
    }

    private static @Nullable String reveal(@Nullable Secret secret) {
        return secret == null ? null : secret.reveal();
    }

    private static @Nullable String text(@Nullable URI uri) {
        return uri == null ? null : uri.toString();
    }

    static Credential read(Secret text) {
        if (!text.reveal().startsWith(MARK)) {
            return new ApiKey(text);
        }
        JsonNode json;
        try {
            json = JSON.readTree(text.reveal());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored credential is not readable"); // its text must not be told
        }
        return switch (json.path("type").asText()) {
            case "api-key" -> new ApiKey(new Secret(json.path("key").asText()));
            case "oauth" ->
                new OAuth(
                        new OAuthClient(
                                json.path("client_id").asText(),
                                secret(json.path("client_secret")),
                                URI.create(json.path("token_url").asText()),
                                uri(json.path("authorization_url")),
                                uri(json.path("device_url")),
                                scopes(json)),
                        Grant.valueOf(json.path("grant").asText().toUpperCase(Locale.ROOT)),
                        secret(json.path("refresh_token")));
            case "service-account" ->
                new ServiceAccount(
                        json.path("client_email").asText(),
                        json.path("private_key_id").asText(),
                        new Secret(json.path("private_key").asText()),
                        URI.create(json.path("token_uri").asText()),
                        scopes(json));
            default ->
                throw new IllegalArgumentException("credential.type: \""
                        + json.path("type").asText() + "\" (expected: api-key, oauth or service-account)");
        };
    }

    private static @Nullable Secret secret(JsonNode node) {
        return node.isTextual() ? new Secret(node.asText()) : null;
    }

    private static @Nullable URI uri(JsonNode node) {
        return node.isTextual() ? URI.create(node.asText()) : null;
    }

    private static List<String> scopes(JsonNode json) {
        List<String> scopes = new ArrayList<>();
        json.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        return scopes;
    }
}
