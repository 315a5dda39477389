package dev.headgate.app;

import dev.headgate.base.Dialect;
import dev.headgate.protocol.Protocol;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to write one operation of a vendor's API, as clients do.
 *
 * @param path with Gemini's model in it
 * @param upstreamPath where the fake provider must see it
 * @param body a good one
 */
record Endpoint(Protocol protocol, String path, String upstreamPath, String body) {
    static final String CLAUDE = "claude-sonnet-4-5";
    static final String GPT = "gpt-4o-mini";
    static final String GEMINI = "gemini-2.5-flash";
    private static final String ANTHROPIC_BODY =
            "{\"model\":\"" + CLAUDE + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String CHAT_BODY =
            "{\"model\":\"" + GPT + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String INPUT_BODY = "{\"model\":\"" + GPT + "\",\"input\":\"hi\"}";
    private static final String EMBED_BODY = "{\"model\":\"text-embedding-3-small\",\"input\":\"hi\"}";
    private static final String CONTENTS_BODY = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}";
    private static final String CONTENT_BODY = "{\"content\":{\"parts\":[{\"text\":\"hi\"}]}}";
    private static final String BATCH_BODY =
            "{\"requests\":[{\"model\":\"models/" + GEMINI + "\",\"content\":{\"parts\":[{\"text\":\"hi\"}]}}]}";

    Dialect dialect() {
        return protocol.dialect();
    }

    boolean modelInPath() {
        return dialect() == Dialect.GEMINI;
    }

    /** The main spelling of every operation. */
    static List<Endpoint> operations() {
        return all().stream()
                .filter(endpoint -> endpoint.path.equals(endpoint.upstreamPath))
                .toList();
    }

    /** Every operation in every spelling of DESIGN 4.3. */
    static List<Endpoint> all() {
        List<Endpoint> all = new ArrayList<>();
        spell(all, Protocol.ANTHROPIC_MESSAGES, "/anthropic", "/messages", ANTHROPIC_BODY);
        spell(all, Protocol.ANTHROPIC_COUNT_TOKENS, "/anthropic", "/messages/count_tokens", ANTHROPIC_BODY);
        spell(all, Protocol.OPENAI_CHAT, "/openai", "/chat/completions", CHAT_BODY);
        spell(all, Protocol.OPENAI_RESPONSES, "/openai", "/responses", INPUT_BODY);
        spell(all, Protocol.OPENAI_EMBEDDINGS, "/openai", "/embeddings", EMBED_BODY);
        spell(all, Protocol.GEMINI_GENERATE, "/gemini", "/models/" + GEMINI + ":generateContent", CONTENTS_BODY);
        spell(all, Protocol.GEMINI_GENERATE, "/gemini", "/models/" + GEMINI + ":streamGenerateContent", CONTENTS_BODY);
        spell(all, Protocol.GEMINI_COUNT_TOKENS, "/gemini", "/models/" + GEMINI + ":countTokens", CONTENTS_BODY);
        spell(all, Protocol.GEMINI_EMBEDDINGS, "/gemini", "/models/" + GEMINI + ":embedContent", CONTENT_BODY);
        spell(all, Protocol.GEMINI_EMBEDDINGS, "/gemini", "/models/" + GEMINI + ":batchEmbedContents", BATCH_BODY);
        return List.copyOf(all);
    }

    private static void spell(List<Endpoint> all, Protocol protocol, String prefix, String path, String body) {
        String version = protocol.dialect() == Dialect.GEMINI ? "/v1beta" : "/v1";
        for (String before : new String[] {"", prefix}) {
            for (String spelled : new String[] {version, "", version + version}) {
                all.add(new Endpoint(protocol, before + spelled + path, version + path, body));
            }
        }
        all.add(new Endpoint(protocol, "/" + version + "/" + path, version + path, body));
    }
}
