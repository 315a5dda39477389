package dev.headgate.protocol;

/** The names of JSON members that usage readers look at; all others are {@link #OTHER}, array elements {@link #ITEM}. */
enum Field {
    OTHER(""),
    ITEM(""),
    TYPE("type"),
    MODEL("model"),
    MESSAGE("message"),
    ERROR("error"),
    CODE("code"),
    STATUS("status"),
    SERVICE_TIER("service_tier"),
    USAGE("usage"),
    DELTA("delta"),
    CONTENT("content"),
    CONTENT_BLOCK("content_block"),
    TEXT("text"),
    THINKING("thinking"),
    PARTIAL_JSON("partial_json"),
    INPUT("input"),
    INPUT_TOKENS("input_tokens"),
    OUTPUT_TOKENS("output_tokens"),
    CACHE_READ_INPUT_TOKENS("cache_read_input_tokens"),
    CACHE_CREATION_INPUT_TOKENS("cache_creation_input_tokens"),
    CACHE_CREATION("cache_creation"),
    EPHEMERAL_5M("ephemeral_5m_input_tokens"),
    EPHEMERAL_1H("ephemeral_1h_input_tokens"),
    OUTPUT_TOKENS_DETAILS("output_tokens_details"),
    INPUT_TOKENS_DETAILS("input_tokens_details"),
    THINKING_TOKENS("thinking_tokens"),
    ITERATIONS("iterations"),
    CHOICES("choices"),
    REASONING("reasoning"),
    REASONING_CONTENT("reasoning_content"),
    REFUSAL("refusal"),
    TOOL_CALLS("tool_calls"),
    FUNCTION("function"),
    FUNCTION_CALL("function_call"),
    ARGUMENTS("arguments"),
    AUDIO("audio"),
    PROMPT_TOKENS("prompt_tokens"),
    COMPLETION_TOKENS("completion_tokens"),
    TOTAL_TOKENS("total_tokens"),
    PROMPT_TOKENS_DETAILS("prompt_tokens_details"),
    COMPLETION_TOKENS_DETAILS("completion_tokens_details"),
    CACHED_TOKENS("cached_tokens"),
    CACHE_WRITE_TOKENS("cache_write_tokens"),
    REASONING_TOKENS("reasoning_tokens"),
    PROMPT_CACHE_HIT_TOKENS("prompt_cache_hit_tokens"),
    X_GROQ("x_groq"),
    RESPONSE("response"),
    OUTPUT("output"),
    ID("id"),
    ENCRYPTED_CONTENT("encrypted_content"),
    SUMMARY("summary"),
    CANDIDATES("candidates"),
    PARTS("parts"),
    USAGE_METADATA("usageMetadata"),
    PROMPT_TOKEN_COUNT("promptTokenCount"),
    CACHED_CONTENT_TOKEN_COUNT("cachedContentTokenCount"),
    CANDIDATES_TOKEN_COUNT("candidatesTokenCount"),
    THOUGHTS_TOKEN_COUNT("thoughtsTokenCount"),
    TOOL_USE_PROMPT_TOKEN_COUNT("toolUsePromptTokenCount"),
    TRAFFIC_TYPE("trafficType"),
    GEMINI_SERVICE_TIER("serviceTier"),
    PROMPT_TOKENS_BY_KIND("promptTokensDetails"),
    CACHED_TOKENS_BY_KIND("cacheTokensDetails"),
    CANDIDATES_TOKENS_BY_KIND("candidatesTokensDetails"),
    FINISH_REASON("finishReason"),
    BLOCK_REASON("blockReason"),
    MODALITY("modality"),
    TOKEN_COUNT("tokenCount"),
    GROUNDING_METADATA("groundingMetadata"),
    WEB_SEARCH_QUERIES("webSearchQueries"),
    SPEED("speed"),
    INFERENCE_GEO("inference_geo"),
    SERVER_TOOL_USE("server_tool_use"),
    WEB_SEARCH_REQUESTS("web_search_requests"),
    AUDIO_TOKENS("audio_tokens"),
    IMAGE_TOKENS("image_tokens"),
    PROMPT_AUDIO_SECONDS("prompt_audio_seconds"),
    SECONDS("seconds"),
    SERVER_TOOL_DETAILS("server_side_tool_usage_details"),
    WEB_SEARCH_CALLS("web_search_calls"),
    X_SEARCH_CALLS("x_search_calls"),
    ACTION("action");

    private static final int SLOTS = 512;
    private static final Field[] TABLE = new Field[SLOTS];

    static {
        for (Field field : values()) {
            if (field.ascii.length > 0) {
                int slot = slot(hash(field.ascii, 0, field.ascii.length));
                while (TABLE[slot] != null) {
                    slot = (slot + 1) % SLOTS;
                }
                TABLE[slot] = field;
            }
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // never handed out, never written after construction
    private final byte[] ascii;

    Field(String name) {
        this.ascii = name.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    /** The field of that name, {@link #OTHER} when readers don't look at it. */
    static Field of(byte[] bytes, int from, int length) {
        int slot = slot(hash(bytes, from, length));
        for (Field field = TABLE[slot]; field != null; field = TABLE[slot]) {
            if (java.util.Arrays.equals(field.ascii, 0, field.ascii.length, bytes, from, from + length)) {
                return field;
            }
            slot = (slot + 1) % SLOTS;
        }
        return OTHER;
    }

    private static int hash(byte[] bytes, int from, int length) {
        int hash = length;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    private static int slot(int hash) {
        return (hash ^ (hash >>> 15)) & (SLOTS - 1);
    }
}
