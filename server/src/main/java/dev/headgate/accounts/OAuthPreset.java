package dev.headgate.accounts;

import java.net.URI;

/**
 * Endpoints of providers that offer OAuth to clients which their customers register themselves. The client id is always the
 * operator's own.
 *
 * <p>Sources: Google Identity, "Using OAuth 2.0 for Web Server Applications"; Microsoft identity platform, "OAuth 2.0 authorization
 * code flow" and "device authorization grant flow" (read 2026-11).
 */
public record OAuthPreset(URI authorizationUrl, URI tokenUrl, URI deviceUrl) {
    /** Google. Asks for a refresh token each time, since Google gives it only with consent. */
    public static OAuthPreset google() {
        return new OAuthPreset(
                URI.create("https://accounts.google.com/o/oauth2/v2/auth?access_type=offline&prompt=consent"),
                URI.create("https://oauth2.googleapis.com/token"),
                URI.create("https://oauth2.googleapis.com/device/code"));
    }

    /** Microsoft Entra; {@code tenant} is its id or domain, or {@code organizations}. */
    public static OAuthPreset microsoft(String tenant) {
        if (!tenant.matches("[A-Za-z0-9.-]{1,100}")) {
            throw new IllegalArgumentException("tenant: \"" + tenant + "\" (expected: a tenant's id or domain)");
        }
        String base = "https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/";
        return new OAuthPreset(
                URI.create(base + "authorize"), URI.create(base + "token"), URI.create(base + "devicecode"));
    }
}
