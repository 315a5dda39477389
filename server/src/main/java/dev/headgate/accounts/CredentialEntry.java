package dev.headgate.accounts;

import dev.headgate.accounts.Credential.Grant;
import dev.headgate.accounts.Credential.OAuth;
import dev.headgate.accounts.Credential.OAuthClient;
import dev.headgate.base.Check;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How Headgate authenticates to an upstream, as it is entered in the settings file or by the API. */
public record CredentialEntry(
        @Doc("api-key, oauth or service-account") String type,
        @Doc("api-key: the key") @Nullable Secret apiKey,

        @Doc("oauth: how the first token comes about") @Nullable
        Grant grant,

        @Doc("oauth: google or microsoft give their endpoints; the client id is always your own") @Nullable
        String preset,

        @Doc("oauth, microsoft: the tenant's id or domain") @Nullable
        String tenant,

        @Doc("oauth: the id of the client that you registered with the provider") @Nullable
        String clientId,

        @Doc("oauth: its secret; absent for a public client") @Nullable
        Secret clientSecret,

        @Doc("oauth: the token endpoint; service-account: in place of the key file's") @Nullable
        String tokenUrl,

        @Doc("oauth, authorization-code: where the browser is sent") @Nullable
        String authorizationUrl,

        @Doc("oauth, device-code: where device codes come from") @Nullable
        String deviceUrl,

        @Doc("scopes to ask for") List<String> scopes,

        @Doc("oauth, refresh-token: the first one; what the provider puts in its place is kept") @Nullable
        Secret refreshToken,

        @Doc("service-account: the key file's JSON text") @Nullable
        Secret keyJson) {
    private static final List<String> CLOUD_PLATFORM = List.of("https://www.googleapis.com/auth/cloud-platform");

    public CredentialEntry {
        scopes = List.copyOf(scopes);
        Check.that(
                type.equals("api-key") || type.equals("oauth") || type.equals("service-account"),
                "type",
                type,
                "api-key, oauth or service-account");
        Check.that(
                !type.equals("api-key") || apiKey != null && !apiKey.reveal().isBlank(), "api-key", "empty", "the key");
        Check.that(
                !type.equals("oauth") || grant != null,
                "grant",
                "absent",
                "authorization-code, device-code, client-credentials or refresh-token");
        Check.that(!type.equals("oauth") || clientId != null, "client-id", "absent", "that of your own client");
        Check.that(
                !type.equals("oauth") || preset != null || tokenUrl != null,
                "token-url",
                "absent",
                "the provider's token endpoint, or a preset");
        Check.that(
                !type.equals("service-account") || keyJson != null, "key-json", "absent", "the key file's JSON text");
    }

    /** What it stands for; throws when a part is missing or not understood. */
    public Credential credential() {
        return switch (type) {
            case "oauth" -> oauth();
            case "service-account" ->
                ServiceAccountFile.read(
                        required("key-json", keyJson),
                        url("token-url", tokenUrl),
                        scopes.isEmpty() ? CLOUD_PLATFORM : scopes);
            default -> new Credential.ApiKey(required("api-key", apiKey));
        };
    }

    private Credential oauth() {
        OAuthPreset from = endpoints();
        URI token = url("token-url", tokenUrl);
        URI authorization = url("authorization-url", authorizationUrl);
        URI device = url("device-url", deviceUrl);
        return new OAuth(
                new OAuthClient(
                        required("client-id", clientId),
                        clientSecret,
                        token != null ? token : required("token-url", from).tokenUrl(),
                        authorization != null || from == null ? authorization : from.authorizationUrl(),
                        device != null || from == null ? device : from.deviceUrl(),
                        scopes),
                required("grant", grant),
                refreshToken);
    }

    private @Nullable OAuthPreset endpoints() {
        if (preset == null) {
            return null;
        }
        return switch (preset) {
            case "google" -> OAuthPreset.google();
            case "microsoft" -> OAuthPreset.microsoft(tenant == null ? "organizations" : tenant);
            default -> throw new IllegalArgumentException("preset: \"" + preset + "\" (expected: google or microsoft)");
        };
    }

    private static @Nullable URI url(String what, @Nullable String text) {
        if (text == null) {
            return null;
        }
        URI uri;
        try {
            uri = URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + ": \"" + text + "\" (expected: an http or https URL)", e);
        }
        Check.that(
                ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null,
                what,
                "\"" + text + "\"",
                "an http or https URL");
        return uri;
    }

    private static <T> T required(String what, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(what + ": absent (expected: a value)");
        }
        return value;
    }
}
