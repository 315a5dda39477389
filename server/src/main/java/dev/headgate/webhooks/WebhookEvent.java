package dev.headgate.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that has happened.
 *
 * @param key names this very event within the program: written twice, it is sent once
 * @param data what receivers read, in this order; texts, whole numbers, truths, nulls and maps of them, never a secret
 */
public record WebhookEvent(String key, EventType type, Instant at, Map<String, Object> data) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ID_BYTES = 16;

    public WebhookEvent {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /** What receivers know the event by: the same for every try and every endpoint. */
    String id() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "evt_" + HexFormat.of().formatHex(Arrays.copyOf(hash, ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** The body that is sent. */
    String body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", id());
        body.put("type", type.id());
        body.put("time", at.toString());
        body.put("data", data);
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event's data is not writable as JSON: " + type.id(), e);
        }
    }
}
