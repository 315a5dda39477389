package dev.headgate.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.fake.TokenRule.Tokens;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Without a script every relayed route answers in its vendor's shape, with counts that the rule foretells. */
@Tag("slow")
class DefaultAnswersTest {
    private static final String TOOL =
            ",\"tools\":[{\"name\":\"look_up\",\"function\":{\"name\":\"look_up\"},\"functionDeclarations\":[{\"name\":\"look_up\"}]}]";

    private static FakeUpstream upstream;
    private static Http http;

    @BeforeAll
    static void start() {
        upstream = FakeUpstream.start(FakeOptions.DEFAULTS);
        http = new Http(upstream);
    }

    @AfterAll
    static void stop() {
        http.close();
        upstream.close();
    }

    private static String messages(String text, String more) {
        return "{\"model\":\"m-1\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]"
                + more + "}";
    }

    private static Tokens expected(String path, String body) {
        return TokenRule.expected(path, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anthropicMessageEchoesAndCountsByTheRule() throws Exception {
        String body = messages(
                "hello", ",\"x\":\"" + "y".repeat(5_000) + "\",\"system\":[{\"cache_control\":{\"ttl\":\"1h\"}}]");
        JsonNode answer = http.json("/v1/messages", body);
        Tokens tokens = expected("/v1/messages", body);
        assertThat(answer.path("content").path(0).path("text").asText()).isEqualTo(TokenRule.reply("hello"));
        assertThat(answer.path("stop_reason").asText()).isEqualTo("end_turn");
        JsonNode usage = answer.path("usage");
        assertThat(usage.path("input_tokens").asLong())
                .isEqualTo(tokens.input())
                .isPositive();
        assertThat(usage.path("cache_read_input_tokens").asLong())
                .isEqualTo(tokens.cacheRead())
                .isPositive();
        assertThat(usage.path("cache_creation")
                        .path("ephemeral_1h_input_tokens")
                        .asLong())
                .isEqualTo(tokens.cacheWrite1h())
                .isPositive();
        assertThat(usage.path("output_tokens").asLong()).isEqualTo(tokens.output());
        assertThat(tokens.prompt()).isEqualTo((body.length() + 3) / 4);
    }

    @Test
    void anthropicStreamHasEveryKindOfEventAndTheSameText() throws Exception {
        String body =
                messages("hello stream", ",\"stream\":true,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":5}");
        HttpResponse<String> answer = http.post("/v1/messages", body);
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/event-stream");
        List<String> types = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        JsonNode usage = null;
        for (JsonNode event : Http.events(answer.body())) {
            types.add(event.path("type").asText());
            text.append(event.path("delta").path("text").asText(""));
            usage = event.has("usage") ? event.path("usage") : usage;
        }
        assertThat(Set.copyOf(types))
                .containsExactlyInAnyOrder(
                        "message_start",
                        "ping",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        assertThat(text).hasToString(TokenRule.reply("hello stream"));
        assertThat(usage.path("output_tokens").asLong())
                .isEqualTo(expected("/v1/messages", body).output());
        assertThat(answer.body()).contains("thinking_delta", "signature_delta");
    }

    @Test
    void anthropicCountsTokensWithoutAnOutput() throws Exception {
        String body = messages("hello", "");
        assertThat(http.json("/v1/messages/count_tokens", body)
                        .path("input_tokens")
                        .asLong())
                .isEqualTo(expected("/v1/messages/count_tokens", body).prompt());
    }

    @Test
    void chatCompletionCountsByTheRule() throws Exception {
        String body = messages("hello", ",\"reasoning_effort\":\"low\"");
        JsonNode answer = http.json("/v1/chat/completions", body);
        Tokens tokens = expected("/v1/chat/completions", body);
        assertThat(answer.path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asText())
                .isEqualTo(TokenRule.reply("hello"));
        assertThat(answer.path("usage").path("completion_tokens").asLong()).isEqualTo(tokens.output());
        assertThat(answer.path("usage")
                        .path("completion_tokens_details")
                        .path("reasoning_tokens")
                        .asLong())
                .isEqualTo(tokens.reasoning())
                .isPositive();
    }

    @Test
    void chatStreamReportsUsageOnlyWhenAsked() throws Exception {
        String plain = http.post("/v1/chat/completions", messages("hello", ",\"stream\":true"))
                .body();
        assertThat(plain).doesNotContain("usage").endsWith("data: [DONE]\n\n");
        String body = messages("hello", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        List<JsonNode> events =
                Http.events(http.post("/v1/chat/completions", body).body());
        assertThat(events.getLast().path("choices")).isEmpty();
        assertThat(events.getLast().path("usage").path("prompt_tokens").asLong())
                .isEqualTo(expected("/v1/chat/completions", body).prompt());
        assertThat(events.getFirst().path("usage").isNull()).isTrue();
    }

    @Test
    void responsesStreamNumbersItsEventsAndEndsWithTheWholeResponse() throws Exception {
        String body = "{\"model\":\"m-1\",\"input\":\"hello\",\"stream\":true}";
        List<JsonNode> events = Http.events(http.post("/v1/responses", body).body());
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).path("sequence_number").asInt(-1)).isEqualTo(i);
        }
        assertThat(events.getFirst().path("type").asText()).isEqualTo("response.created");
        JsonNode last = events.getLast();
        assertThat(last.path("type").asText()).isEqualTo("response.completed");
        assertThat(last.path("response").path("usage").path("output_tokens").asLong())
                .isEqualTo(expected("/v1/responses", body).output());
        assertThat(last.path("response")
                        .path("output")
                        .path(0)
                        .path("content")
                        .path(0)
                        .path("text")
                        .asText())
                .isEqualTo(TokenRule.reply("hello"));
    }

    @Test
    void responsesAreStoredDeletedAndCompacted() throws Exception {
        assertThat(http.json("/v1/responses", "{\"model\":\"m-1\",\"input\":\"hello\"}")
                        .path("status")
                        .asText())
                .isEqualTo("completed");
        assertThat(http.get("/v1/responses/resp_7").body()).contains("\"resp_7\"");
        assertThat(http.json("/v1/responses/compact", "{\"model\":\"m-1\",\"input\":\"x\"}")
                        .path("object")
                        .asText())
                .isEqualTo("response.compaction");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/messages|messages|{'role':'user','content':[{'type':'tool_result','content':'18 degrees'}]}",
                "/v1/chat/completions|messages|{'role':'tool','content':'18 degrees'}",
                "/v1/responses|input|{'type':'function_call_output','output':'18 degrees'}",
                "/v1beta/models/g:generateContent|contents"
                        + "|{'role':'user','parts':[{'functionResponse':{'response':{'output':'18 degrees'}}}]}"
            },
            quoteCharacter = '`')
    void aToolsResultIsAnsweredInWords(String path, String list, String result) throws Exception {
        String asked = "{'role':'user','content':'use the tool','parts':[{'text':'use the tool'}]}";
        String body = "{'model':'m-1','" + list + "':[" + asked + "," + result + "]" + TOOL.replace('"', '\'') + "}";

        String answer = http.json(path, body.replace('\'', '"')).toString();

        assertThat(answer).contains("You said", "18 degrees").doesNotContain("look_up");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages, tool_use",
        "/v1/chat/completions, tool_calls",
        "/v1/responses, function_call",
        "/v1beta/models/g:generateContent, functionCall",
        "/v1beta/models/g:streamGenerateContent?alt=sse, functionCall"
    })
    void toolIsCalledWhenTheUserAsksForIt(String path, String mark) throws Exception {
        String contents = ",\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"please use the tool\"}]}]";
        for (String stream : List.of("", ",\"stream\":true")) {
            String answer = http.post(path, messages("please use the tool", TOOL + contents + stream))
                    .body();
            assertThat(answer).contains(mark, "look_up");
        }
    }

    @Test
    void embeddingsComeAsFloatsAndAsBase64OfTheSameFloats() throws Exception {
        JsonNode floats = http.json("/v1/embeddings", "{\"model\":\"e\",\"input\":[\"a\",\"b\"],\"dimensions\":4}");
        assertThat(floats.path("data")).hasSize(2);
        JsonNode packed = http.json(
                "/v1/embeddings",
                "{\"model\":\"e\",\"input\":[\"a\",\"b\"],\"dimensions\":4,\"encoding_format\":\"base64\"}");
        byte[] bytes = Base64.getDecoder()
                .decode(packed.path("data").path(1).path("embedding").asText());
        float first = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat();
        assertThat(bytes).hasSize(16);
        assertThat(first).isEqualTo((float)
                floats.path("data").path(1).path("embedding").path(0).asDouble());
    }

    @Test
    void geminiAnswersWholeAsEventsAndAsAnArrayWithTheSameCounts() throws Exception {
        String body = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hello gemini\"}]}]}";
        String model = "/v1beta/models/gemini-2.5-pro:";
        JsonNode whole = http.json(model + "generateContent?key=k", body);
        Tokens tokens = expected(model + "generateContent", body);
        assertThat(whole.path("candidates")
                        .path(0)
                        .path("content")
                        .path("parts")
                        .path(0)
                        .path("text")
                        .asText())
                .isEqualTo(TokenRule.reply("hello gemini"));
        assertThat(whole.path("usageMetadata").path("candidatesTokenCount").asLong())
                .isEqualTo(tokens.output());
        assertThat(whole.path("modelVersion").asText()).isEqualTo("gemini-2.5-pro");
        assertThat(upstream.seen().getLast().apiKey()).isEqualTo("k");

        String stream = http.post(model + "streamGenerateContent?alt=sse", body).body();
        assertThat(stream).contains("\r\n\r\n").endsWith("\r\n\r\n");
        JsonNode last = Http.events(stream).getLast();
        assertThat(last.path("usageMetadata").path("candidatesTokenCount").asLong())
                .isEqualTo(tokens.output());

        JsonNode array = http.json(model + "streamGenerateContent", body);
        assertThat(array.isArray()).isTrue();
        assertThat(array).hasSameSizeAs(Http.events(stream));
    }

    @Test
    void geminiCountsAndEmbeds() throws Exception {
        String model = "/v1beta/models/gemini-embedding-001:";
        String content = "{\"content\":{\"parts\":[{\"text\":\"x\"}]}}";
        assertThat(http.json(model + "countTokens", content).path("totalTokens").asLong())
                .isPositive();
        assertThat(http.json(model + "embedContent", content).path("embedding").path("values"))
                .isNotEmpty();
        assertThat(http.json(model + "batchEmbedContents", "{\"requests\":[" + content + "," + content + "]}")
                        .path("embeddings"))
                .hasSize(2);
    }

    @Test
    void modelListsHaveTheVendorsShape() throws Exception {
        assertThat(http.get("/v1/models", "anthropic-version", "2023-06-01").body())
                .contains("display_name", "has_more");
        assertThat(http.get("/v1/models").body()).contains("owned_by");
        assertThat(http.get("/v1beta/models").body()).contains("supportedGenerationMethods");
    }

    @Test
    void imagesAndSoundAnswer() throws Exception {
        assertThat(http.json("/v1/images/generations", "{\"model\":\"i\",\"prompt\":\"x\"}")
                        .path("data"))
                .hasSize(1);
        assertThat(http.post("/v1/audio/speech", "{}").headers().firstValue("content-type"))
                .contains("audio/mpeg");
        assertThat(http.json("/v1/audio/transcriptions", "x").path("text").asText())
                .isNotEmpty();
    }

    @Test
    void unknownRoutesAndBadKeysAreRefusedInTheVendorsShape() throws Exception {
        assertThat(http.post("/v1/nothing", "{}").statusCode()).isEqualTo(404);
        assertThat(http.post("/v1beta/nothing", "{}").body()).contains("NOT_FOUND");
        HttpResponse<String> refused = http.post("/v1/messages", messages("x", ""), "x-api-key", "invalid-1");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("authentication_error");
    }

    @Test
    void versionPrefixesDoNotMatter() throws Exception {
        for (String path :
                List.of("/api/paas/v4/chat/completions", "/openai/v1/chat/completions", "/chat/completions")) {
            assertThat(http.json(path, messages("hi", "")).path("object").asText())
                    .isEqualTo("chat.completion");
        }
    }
}
