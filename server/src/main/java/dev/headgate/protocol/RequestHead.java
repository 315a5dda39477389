package dev.headgate.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What Headgate needs to know of a request body, with the places where named edits may be spliced. Offsets count bytes of
 * the body as given to {@link RequestScanner}.
 *
 * @param model the top-level {@code model} (Gemini: from the path), decoded
 * @param modelSpan where the JSON string of {@code model} stands, quotes included; null when it came from the path
 * @param stream top-level {@code stream: true}
 * @param usageAsked {@code stream_options.include_usage: true}
 * @param streamOptionsSpan where the value of {@code stream_options} stands, null when absent
 * @param includeUsageSpan where the value of {@code stream_options.include_usage} stands, null when absent
 * @param bodyEnd offset of the closing brace of the top-level object
 * @param outputTokensMax the caller's limit of generated tokens ({@code max_tokens}, {@code max_completion_tokens},
 *     {@code max_output_tokens}, {@code generationConfig.maxOutputTokens}), -1 when absent
 * @param serviceTier top-level {@code service_tier}, empty when absent
 * @param sessionId the body's own session word of DESIGN 4.3, empty when absent
 * @param previousResponseId Responses only, empty when absent
 * @param prompt where the cacheable parts of the prompt stand
 */
public record RequestHead(
        String model,
        @Nullable Span modelSpan,
        boolean stream,
        boolean usageAsked,
        @Nullable Span streamOptionsSpan,
        @Nullable Span includeUsageSpan,
        int bodyEnd,
        long outputTokensMax,
        String serviceTier,
        String sessionId,
        String previousResponseId,
        PromptParts prompt) {

    /** Bytes {@code start} (inclusive) to {@code end} (exclusive). */
    public record Span(int start, int end) {}
}
