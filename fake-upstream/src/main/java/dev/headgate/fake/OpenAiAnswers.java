package dev.headgate.fake;

import static dev.headgate.fake.Wire.obj;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The smaller answers of OpenAI's API: embeddings, images, audio, models, stored responses. */
final class OpenAiAnswers {
    private static final long CREATED = 1_760_000_000L;
    private static final int DIMENSIONS = 8;
    /** A PNG of one pixel. */
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private OpenAiAnswers() {}

    /** One vector for each input, as floats or base64. */
    static Script embeddings(Prompt prompt) {
        JsonNode input = prompt.json().path("input");
        boolean several =
                input.isArray() && (input.path(0).isTextual() || input.path(0).isArray());
        boolean base64 = prompt.json().path("encoding_format").asText("float").equals("base64");
        int dimensions = prompt.json().path("dimensions").asInt(DIMENSIONS);
        List<Object> data = new ArrayList<>();
        for (int i = 0; i < (several ? input.size() : 1); i++) {
            List<Float> vector = vector(several ? input.path(i).toString() : input.toString(), dimensions);
            data.add(obj("object", "embedding", "index", i, "embedding", base64 ? base64(vector) : vector));
        }
        long tokens = prompt.tokens().prompt();
        return Script.json(
                200,
                Wire.json(obj(
                        "object",
                        "list",
                        "data",
                        data,
                        "model",
                        prompt.model(),
                        "usage",
                        obj("prompt_tokens", tokens, "total_tokens", tokens))));
    }

    /** A vector that depends on the text only. */
    static List<Float> vector(String text, int dimensions) {
        List<Float> vector = new ArrayList<>(dimensions);
        int state = text.hashCode();
        for (int i = 0; i < dimensions; i++) {
            state = state * 1_103_515_245 + 12_345;
            vector.add(((state >> 16) & 0x7fff) / 32_768f);
        }
        return vector;
    }

    /** One image of one pixel, with token usage. */
    static Script image(Prompt prompt) {
        long tokens = prompt.tokens().prompt();
        return Script.json(
                200,
                Wire.json(obj(
                        "created",
                        CREATED,
                        "data",
                        List.of(obj("b64_json", PIXEL)),
                        "usage",
                        obj(
                                "input_tokens",
                                tokens,
                                "input_tokens_details",
                                obj("text_tokens", tokens, "image_tokens", 0),
                                "output_tokens",
                                272,
                                "total_tokens",
                                tokens + 272))));
    }

    /** A few bytes of sound. */
    static Script speech() {
        return Script.answer(
                200, Map.of("content-type", "audio/mpeg"), Base64.getDecoder().decode("//uQxAAAAAAAAAAA"));
    }

    /** A transcription. */
    static Script transcription() {
        return Script.json(200, Wire.json(obj("text", "Hello from the fake provider.")));
    }

    /** The list of models. */
    static Script models() {
        List<Object> data = new ArrayList<>();
        for (String id : List.of("gpt-5", "gpt-5-mini", "gpt-4o-mini", "text-embedding-3-small")) {
            data.add(obj("id", id, "object", "model", "created", CREATED, "owned_by", "fake"));
        }
        return Script.json(200, Wire.json(obj("object", "list", "data", data)));
    }

    /** What DELETE says of a stored response. */
    static Script deleted(String id) {
        return Script.json(200, Wire.json(obj("id", id, "object", "response", "deleted", true)));
    }

    /** An error in OpenAI's shape. */
    static String error(String type, String code, String message) {
        return Wire.json(obj("error", obj("message", message, "type", type, "param", null, "code", code)));
    }

    private static String base64(List<Float> vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        vector.forEach(bytes::putFloat);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
