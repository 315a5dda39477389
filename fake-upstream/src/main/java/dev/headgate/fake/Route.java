package dev.headgate.fake;

/** The requests that the fake provider can answer by itself. */
enum Route {
    ANTHROPIC_MESSAGES(Vendor.ANTHROPIC),
    ANTHROPIC_COUNT(Vendor.ANTHROPIC),
    OPENAI_CHAT(Vendor.OPENAI),
    OPENAI_RESPONSES(Vendor.OPENAI),
    OPENAI_RESPONSE_BY_ID(Vendor.OPENAI),
    OPENAI_COMPACT(Vendor.OPENAI),
    OPENAI_EMBEDDINGS(Vendor.OPENAI),
    OPENAI_IMAGES(Vendor.OPENAI),
    OPENAI_SPEECH(Vendor.OPENAI),
    OPENAI_TRANSCRIPTION(Vendor.OPENAI),
    GEMINI_GENERATE(Vendor.GEMINI),
    GEMINI_STREAM(Vendor.GEMINI),
    GEMINI_COUNT(Vendor.GEMINI),
    GEMINI_EMBED(Vendor.GEMINI),
    GEMINI_BATCH_EMBED(Vendor.GEMINI),
    MODELS(Vendor.OPENAI),
    GEMINI_MODELS(Vendor.GEMINI),
    UNKNOWN_GEMINI(Vendor.GEMINI),
    UNKNOWN(Vendor.OPENAI);

    private final Vendor vendor;

    Route(Vendor vendor) {
        this.vendor = vendor;
    }

    /** Whose shapes apply. */
    Vendor vendor() {
        return vendor;
    }

    /** Whether the answer holds generated text. */
    boolean generates() {
        return switch (this) {
            case ANTHROPIC_MESSAGES, OPENAI_CHAT, OPENAI_RESPONSES, OPENAI_COMPACT, GEMINI_GENERATE, GEMINI_STREAM ->
                true;
            default -> false;
        };
    }

    /** The route of a request; prefixes before the vendor's own path do not matter. */
    static Route of(String method, String path) {
        if (method.equals("GET") || method.equals("DELETE") || method.equals("HEAD")) {
            return ofGet(path);
        }
        int colon = path.lastIndexOf(':');
        if (path.contains("/models/") && colon > path.indexOf("/models/")) {
            return ofGemini(path.substring(colon + 1));
        }
        return switch (tail(path)) {
            case "/messages" -> ANTHROPIC_MESSAGES;
            case "/messages/count_tokens" -> ANTHROPIC_COUNT;
            case "/chat/completions" -> OPENAI_CHAT;
            case "/responses" -> OPENAI_RESPONSES;
            case "/responses/compact" -> OPENAI_COMPACT;
            case "/embeddings" -> OPENAI_EMBEDDINGS;
            case "/images/generations", "/images/edits", "/images/variations" -> OPENAI_IMAGES;
            case "/audio/speech" -> OPENAI_SPEECH;
            case "/audio/transcriptions", "/audio/translations" -> OPENAI_TRANSCRIPTION;
            default -> path.startsWith("/v1beta/") ? UNKNOWN_GEMINI : UNKNOWN;
        };
    }

    /** The path after its version segment: {@code /v1/messages} and {@code /api/paas/v4/messages} are the same. */
    private static String tail(String path) {
        for (int at = path.lastIndexOf("/v"); at >= 0; at = path.lastIndexOf("/v", at - 1)) {
            int end = path.indexOf('/', at + 1);
            if (end == at + 3 && Character.isDigit(path.charAt(at + 2))) {
                return path.substring(end);
            }
        }
        return path;
    }

    private static Route ofGet(String path) {
        if (path.contains("/responses/")) {
            return OPENAI_RESPONSE_BY_ID;
        }
        if (path.contains("/v1beta/models")) {
            return GEMINI_MODELS;
        }
        if (path.endsWith("/models") || path.contains("/models/")) {
            return MODELS;
        }
        return path.startsWith("/v1beta/") ? UNKNOWN_GEMINI : UNKNOWN;
    }

    private static Route ofGemini(String method) {
        return switch (method) {
            case "generateContent" -> GEMINI_GENERATE;
            case "streamGenerateContent" -> GEMINI_STREAM;
            case "countTokens" -> GEMINI_COUNT;
            case "embedContent" -> GEMINI_EMBED;
            case "batchEmbedContents" -> GEMINI_BATCH_EMBED;
            default -> UNKNOWN_GEMINI;
        };
    }

    /** Whose protocol a path speaks. */
    enum Vendor {
        ANTHROPIC,
        OPENAI,
        GEMINI
    }
}
