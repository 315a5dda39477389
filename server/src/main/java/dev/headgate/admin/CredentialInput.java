package dev.headgate.admin;

import dev.headgate.accounts.Credential;
import dev.headgate.accounts.CredentialEntry;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A credential as it is written to the API; it is never read back. */
record CredentialInput(
        @Doc("api-key, oauth or service-account") String type,
        @Nullable Secret apiKey,

        @Doc("oauth: authorization-code, device-code, client-credentials or refresh-token") @Nullable
        String grant,

        @Doc("oauth: google or microsoft give their endpoints") @Nullable
        String preset,

        @Doc("oauth, microsoft: the tenant's id or domain") @Nullable
        String tenant,

        @Doc("oauth: of the client that you registered with the provider") @Nullable
        String clientId,

        @Nullable Secret clientSecret,
        @Nullable String tokenUrl,
        @Nullable String authorizationUrl,
        @Nullable String deviceUrl,
        @Nullable List<String> scopes,
        @Nullable Secret refreshToken,

        @Doc("service-account: the key file's JSON text") @Nullable
        Secret keyJson) {

    Credential credential() {
        return new CredentialEntry(
                        type,
                        apiKey,
                        grant == null ? null : grant(grant),
                        preset,
                        tenant,
                        clientId,
                        clientSecret,
                        tokenUrl,
                        authorizationUrl,
                        deviceUrl,
                        scopes == null ? List.of() : scopes,
                        refreshToken,
                        keyJson)
                .credential();
    }

    private static Credential.Grant grant(String word) {
        for (Credential.Grant grant : Credential.Grant.values()) {
            if (grant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) {
                return grant;
            }
        }
        throw new IllegalArgumentException("grant: \"" + word
                + "\" (expected: authorization-code, device-code, client-credentials or refresh-token)");
    }
}
