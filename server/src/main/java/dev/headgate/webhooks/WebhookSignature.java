package dev.headgate.webhooks;

import dev.headgate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a receiver knows that a delivery is ours and fresh: the headers of Standard Webhooks 1.0 (standardwebhooks.com, read 2026-11),
 * for which there are libraries in most languages. {@code webhook-signature} is {@code v1,} and the base64 of HMAC-SHA256 over
 * {@code id.timestamp.body}; several, with blanks between, while a secret is being changed. Pure.
 */
final class WebhookSignature {
    static final String PREFIX = "whsec_";
    private static final int SECRET_BYTES = 32;

    private WebhookSignature() {}

    /** A fresh secret: {@code whsec_} and the base64 of 32 random bytes, which are the key. */
    static Secret secret(SecureRandom random) {
        byte[] key = new byte[SECRET_BYTES];
        random.nextBytes(key);
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    /** The headers of one try. */
    static Map<String, String> headers(List<Secret> secrets, String id, Instant at, String body) {
        String timestamp = Long.toString(at.getEpochSecond());
        StringJoiner signatures = new StringJoiner(" ");
        for (Secret secret : secrets) {
            signatures.add("v1," + sign(secret, id + "." + timestamp + "." + body));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("user-agent", "Headgate-Webhooks");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put("webhook-signature", signatures.toString());
        return headers;
    }

    private static String sign(Secret secret, String content) {
        byte[] key = Base64.getDecoder().decode(secret.reveal().substring(PREFIX.length()));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks HMAC-SHA256", e);
        }
    }
}
