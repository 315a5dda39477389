package dev.headgate.protocol;

import dev.headgate.protocol.RequestHead.Span;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a prompt stand in a request body that a provider caches by their beginning, and the name of a cache made
 * before. Found by {@link RequestScanner}, read by {@link PrefixFingerprint}.
 *
 * @param tools value of {@code tools}, null when absent
 * @param instructions value of {@code system}, {@code instructions} or {@code systemInstruction}, null when absent
 * @param conversation value of {@code messages}, {@code input} or {@code contents}, null when absent
 * @param cachedContent Gemini's {@code cachedContent}, empty when absent
 */
public record PromptParts(
        @Nullable Span tools,
        @Nullable Span instructions,
        @Nullable Span conversation,
        String cachedContent) {
    public static final PromptParts NONE = new PromptParts(null, null, null, "");
}
