package dev.headgate.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;

/** The token counts and the text that an unscripted answer carries: pure functions of the request. */
public final class TokenRule {
    /*
     * For a request body of B bytes as the fake received it, and a reply of R bytes (UTF-8):
     *
     *     prompt     = max(1, ceil(B / 4))
     *     cacheRead  = prompt / 2 where B >= 4096, else 0
     *     cacheWrite = (prompt - cacheRead) / 2 where the protocol is Anthropic's and the body holds "cache_control";
     *                  all of it is of the 1-hour kind where the body holds "1h", else of the 5-minute kind
     *     input      = prompt - cacheRead - cacheWrite
     *     reasoning  = 16 where the request asks for thinking, else 0
     *     output     = max(1, ceil(R / 4)) + reasoning
     *
     * A tool call counts R = the bytes of its arguments. An embedding has no output.
     */
    private static final int REPLY_CHARS_MAX = 200;
    private static final int CACHED_FROM_BYTES = 4_096;
    private static final int REASONING = 16;

    private TokenRule() {}

    /**
     * Counts without overlap: {@code input} excludes what was read from or written to a cache, {@code output} includes
     * {@code reasoning}.
     */
    public record Tokens(
            long input, long cacheRead, long cacheWrite5m, long cacheWrite1h, long output, long reasoning) {
        /** All tokens of the prompt. */
        public long prompt() {
            return input + cacheRead + cacheWrite5m + cacheWrite1h;
        }
    }

    /** The text that answers a prompt. */
    public static String reply(String prompt) {
        int end = Math.min(prompt.length(), REPLY_CHARS_MAX);
        if (end > 0 && Character.isHighSurrogate(prompt.charAt(end - 1))) {
            end--;
        }
        return "You said (" + prompt.length() + " characters): " + prompt.substring(0, end);
    }

    /** The counts that the built-in answer to this request reports. */
    public static Tokens expected(String path, byte[] body) {
        return Prompt.of(path, body).tokens();
    }

    /** The counts for sizes and wishes. */
    static Tokens count(int requestBytes, CacheWish wish, boolean thinks, int replyBytes) {
        long prompt = Math.max(1, (requestBytes + 3L) / 4);
        long read = requestBytes >= CACHED_FROM_BYTES ? prompt / 2 : 0;
        long write = wish == CacheWish.NONE ? 0 : (prompt - read) / 2;
        long reasoning = thinks ? REASONING : 0;
        long output = replyBytes < 0 ? 0 : Math.max(1, (replyBytes + 3L) / 4) + reasoning;
        return new Tokens(
                prompt - read - write,
                read,
                wish == CacheWish.FIVE_MINUTES ? write : 0,
                wish == CacheWish.ONE_HOUR ? write : 0,
                output,
                reasoning);
    }

    /** Whether and for how long the request asks to write to a cache. */
    enum CacheWish {
        NONE,
        FIVE_MINUTES,
        ONE_HOUR;

        static CacheWish of(byte[] body) {
            String text = new String(body, StandardCharsets.UTF_8);
            if (!text.contains("\"cache_control\"")) {
                return NONE;
            }
            return text.contains("\"1h\"") ? ONE_HOUR : FIVE_MINUTES;
        }
    }

    /** All text of a node: itself, or the texts of its parts. */
    static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder all = new StringBuilder();
        for (JsonNode part : content) {
            JsonNode text = part.isTextual() ? part : part.path("text");
            if (text.isTextual()) {
                all.append(text.asText());
            }
        }
        return all.toString();
    }
}
