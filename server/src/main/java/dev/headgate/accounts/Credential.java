package dev.headgate.accounts;

import dev.headgate.base.Check;
import dev.headgate.base.Secret;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How Headgate shows a provider that it may call it. Stored only as {@link Vault} text. Immutable. */
public sealed interface Credential {
    /** No key at all, as a local server may want. */
    Credential NONE = new ApiKey(new Secret(""));

    /** The word in configuration and API. */
    String type();

    /** The vendor's own key, sent in the header that the vendor documents. */
    record ApiKey(Secret key) implements Credential {
        @Override
        public String type() {
            return "api-key";
        }
    }

    /**
     * OAuth 2.0 (RFC 6749) with endpoints, client and scopes that the operator has from the provider.
     *
     * @param client what identifies Headgate there
     * @param grant how the first token comes about
     * @param refreshToken the first one, pasted or got by the grant; null while there is none. A rotated one is kept apart
     */
    record OAuth(OAuthClient client, Grant grant, @Nullable Secret refreshToken) implements Credential {
        public OAuth {
            Check.that(
                    grant != Grant.AUTHORIZATION_CODE || client.authorizationUrl() != null,
                    "authorization-url",
                    "absent",
                    "the provider's authorization endpoint");
            Check.that(
                    grant != Grant.DEVICE_CODE || client.deviceUrl() != null,
                    "device-url",
                    "absent",
                    "the provider's device authorization endpoint");
            Check.that(
                    grant != Grant.CLIENT_CREDENTIALS || client.secret() != null,
                    "client-secret",
                    "absent",
                    "the client's secret");
            Check.that(
                    grant != Grant.REFRESH_TOKEN || refreshToken != null,
                    "refresh-token",
                    "absent",
                    "the refresh token");
        }

        @Override
        public String type() {
            return "oauth";
        }
    }

    /** How the first token comes about. */
    enum Grant {
        AUTHORIZATION_CODE,
        DEVICE_CODE,
        CLIENT_CREDENTIALS,
        REFRESH_TOKEN
    }

    /**
     * A client registered by the operator at a provider.
     *
     * @param authorizationUrl where a browser is sent, null when that isn't used
     * @param deviceUrl where device codes come from (RFC 8628), null when that isn't used
     * @param secret null for a public client
     */
    record OAuthClient(
            String id,
            @Nullable Secret secret,
            URI tokenUrl,
            @Nullable URI authorizationUrl,
            @Nullable URI deviceUrl,
            List<String> scopes) {
        public OAuthClient {
            Check.notBlank("client-id", id);
            scopes = List.copyOf(scopes);
        }
    }

    /**
     * A Google service account: a signed assertion (RS256) is changed for an access token (RFC 7523).
     *
     * @param email who signs
     * @param keyId names the key in the assertion's head
     * @param privateKey PKCS #8 in PEM
     */
    record ServiceAccount(String email, String keyId, Secret privateKey, URI tokenUrl, List<String> scopes)
            implements Credential {
        public ServiceAccount {
            Check.notBlank("client_email", email);
            scopes = List.copyOf(scopes);
        }

        @Override
        public String type() {
            return "service-account";
        }
    }
}
