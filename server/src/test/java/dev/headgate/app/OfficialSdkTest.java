package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.google.genai.Client;
import com.google.genai.errors.ApiException;
import com.google.genai.errors.ClientException;
import com.google.genai.errors.ServerException;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.ListModelsConfig;
import com.google.genai.types.Part;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.FunctionDefinition;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseInputItem;
import dev.headgate.fake.VendorErrors;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The vendors' own Java clients are the judges of "compatible". */
@Tag("slow")
class OfficialSdkTest {
    /** Two seconds of a stream. */
    private static final String SLOW = "stream;events=100;every=20ms";

    private static final String QUESTION = "use the tool for Bern";

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start("", 5);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private AnthropicClient anthropic(String key) {
        return anthropic(key, "");
    }

    /** A client whose calls the provider answers by this script; empty answers as usual. */
    private AnthropicClient anthropic(String key, String script) {
        AnthropicOkHttpClient.Builder builder = AnthropicOkHttpClient.builder()
                .apiKey(key)
                .baseUrl("http://127.0.0.1:" + gateway.port())
                .maxRetries(0);
        return (script.isEmpty() ? builder : builder.putHeader("x-fake-script", script)).build();
    }

    private OpenAIClient openai(String key) {
        return openai(key, "");
    }

    private OpenAIClient openai(String key, String script) {
        OpenAIOkHttpClient.Builder builder = OpenAIOkHttpClient.builder()
                .apiKey(key)
                .baseUrl("http://127.0.0.1:" + gateway.port() + "/v1")
                .maxRetries(0);
        return (script.isEmpty() ? builder : builder.putHeader("x-fake-script", script)).build();
    }

    private Client gemini(String key, String script) {
        return Client.builder()
                .apiKey(key)
                .httpOptions(HttpOptions.builder()
                        .baseUrl("http://127.0.0.1:" + gateway.port())
                        .headers(script.isEmpty() ? Map.of() : Map.of("x-fake-script", script))
                        .retryOptions(HttpRetryOptions.builder().attempts(1))
                        .build())
                .build();
    }

    private static MessageCreateParams message() {
        return MessageCreateParams.builder()
                .model("claude-sonnet-4-5")
                .maxTokens(50)
                .addUserMessage("hello")
                .build();
    }

    private static ChatCompletionCreateParams chat() {
        return ChatCompletionCreateParams.builder()
                .model("gpt-4o-mini")
                .addUserMessage("hello")
                .build();
    }

    @Test
    void anthropicPlainAndStreamed() {
        AnthropicClient client = anthropic(TestGateway.KEY);

        Message whole = client.messages().create(message());
        assertThat(whole.content()).isNotEmpty();
        assertThat(whole.usage().inputTokens()).isPositive();
        try (StreamResponse<RawMessageStreamEvent> events = client.messages().createStreaming(message())) {
            assertThat(events.stream().anyMatch(RawMessageStreamEvent::isMessageStop))
                    .isTrue();
        }
        client.close();
    }

    @Test
    void anthropicErrorsAreTyped() {
        AnthropicClient stranger = anthropic("sk-hg-stranger-0123456789");
        assertThatThrownBy(() -> stranger.messages().create(message()))
                .isInstanceOf(com.anthropic.errors.UnauthorizedException.class);
        stranger.close();
        AnthropicClient client = anthropic(TestGateway.KEY);
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY, VendorErrors.anthropic(429));
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY_2, VendorErrors.anthropic(429));
        assertThatThrownBy(() -> client.messages().create(message()))
                .isInstanceOf(com.anthropic.errors.RateLimitException.class);
        assertThatThrownBy(() -> client.messages().create(message()))
                .isInstanceOf(com.anthropic.errors.InternalServerException.class)
                .hasMessageContaining("cooling down");
        client.close();
    }

    @Test
    void openaiChatPlainAndStreamed() {
        OpenAIClient client = openai(TestGateway.KEY);

        ChatCompletion whole = client.chat().completions().create(chat());
        assertThat(whole.choices()).isNotEmpty();
        try (com.openai.core.http.StreamResponse<ChatCompletionChunk> chunks =
                client.chat().completions().createStreaming(chat())) {
            assertThat(chunks.stream().allMatch(chunk -> !chunk.choices().isEmpty()))
                    .isTrue();
        }
        client.close();
    }

    @Test
    void openaiResponsesAndEmbeddings() {
        OpenAIClient client = openai(TestGateway.KEY);

        Response response = client.responses()
                .create(ResponseCreateParams.builder()
                        .model("gpt-4o-mini")
                        .input("hello")
                        .build());
        assertThat(response.output()).isNotEmpty();
        assertThat(client.embeddings()
                        .create(EmbeddingCreateParams.builder()
                                .model("text-embedding-3-small")
                                .input("hello")
                                .build())
                        .data())
                .isNotEmpty();
        client.close();
    }

    @Test
    void openaiErrorsAreTyped() {
        OpenAIClient stranger = openai("sk-hg-stranger-0123456789");
        assertThatThrownBy(() -> stranger.chat().completions().create(chat()))
                .isInstanceOf(com.openai.errors.UnauthorizedException.class);
        stranger.close();
        OpenAIClient client = openai(TestGateway.KEY);
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY, VendorErrors.openai(404));
        assertThatThrownBy(() -> client.chat().completions().create(chat()))
                .isInstanceOf(com.openai.errors.NotFoundException.class);
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY, VendorErrors.openai(500));
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY_2, VendorErrors.openai(500));
        assertThatThrownBy(() -> client.chat().completions().create(chat()))
                .isInstanceOf(com.openai.errors.InternalServerException.class);
        client.close();
    }

    @Test
    void geminiPlainAndStreamed() {
        Client client = gemini(TestGateway.KEY, "");

        GenerateContentResponse whole = client.models.generateContent("gemini-2.5-flash", "hello", null);
        assertThat(whole.text()).isNotEmpty();
        int chunks = 0;
        for (GenerateContentResponse chunk : client.models.generateContentStream("gemini-2.5-flash", "hello", null)) {
            assertThat(chunk).isNotNull();
            chunks++;
        }
        assertThat(chunks).isPositive();
        client.close();
    }

    @Test
    void geminiCountsEmbedsAndLists() {
        Client client = gemini(TestGateway.KEY, "");

        assertThat(client.models.countTokens("gemini-2.5-flash", "hello", null).totalTokens())
                .hasValueSatisfying(tokens -> assertThat(tokens).isPositive());
        assertThat(client.models
                        .embedContent("gemini-embedding-001", List.of("a", "b"), null)
                        .embeddings())
                .hasValueSatisfying(found -> assertThat(found).hasSize(2));
        assertThat(client.models.list(ListModelsConfig.builder().build()))
                .anyMatch(model -> model.name().orElse("").equals("models/gemini-2.5-flash"));
        client.close();
    }

    @Test
    void anthropicCountsAndLists() {
        AnthropicClient client = anthropic(TestGateway.KEY);

        assertThat(client.messages()
                        .countTokens(MessageCountTokensParams.builder()
                                .model("claude-sonnet-4-5")
                                .addUserMessage("hello")
                                .build())
                        .inputTokens())
                .isPositive();
        assertThat(client.models().list().items()).anyMatch(model -> model.id().equals("claude-sonnet-4-5"));
        client.close();
    }

    @Test
    void openaiLists() {
        OpenAIClient client = openai(TestGateway.KEY);

        assertThat(client.models().list().items()).anyMatch(model -> model.id().equals("gpt-4o-mini"));
        client.close();
    }

    @Test
    void anthropicToolsGoRound() {
        AnthropicClient client = anthropic(TestGateway.KEY);
        MessageCreateParams.Builder asked = MessageCreateParams.builder()
                .model("claude-sonnet-4-5")
                .maxTokens(50)
                .addTool(Tool.builder()
                        .name("weather")
                        .inputSchema(Tool.InputSchema.builder().build())
                        .build())
                .addUserMessage(QUESTION);

        Message first = client.messages().create(asked.build());
        ToolUseBlock use = first.content().getLast().asToolUse();
        assertThat(use.name()).isEqualTo("weather");
        Message second = client.messages()
                .create(asked.addMessage(first)
                        .addUserMessageOfContentBlockParams(
                                List.of(ContentBlockParam.ofToolResult(ToolResultBlockParam.builder()
                                        .toolUseId(use.id())
                                        .content("18 degrees")
                                        .build())))
                        .build());

        assertThat(second.content().getFirst().asText().text()).endsWith("18 degrees");
        client.close();
    }

    @Test
    void openaiChatToolsGoRound() {
        OpenAIClient client = openai(TestGateway.KEY);
        ChatCompletionCreateParams.Builder asked = ChatCompletionCreateParams.builder()
                .model("gpt-4o-mini")
                .addFunctionTool(FunctionDefinition.builder().name("weather").build())
                .addUserMessage(QUESTION);

        ChatCompletionMessage first = client.chat()
                .completions()
                .create(asked.build())
                .choices()
                .getFirst()
                .message();
        var call = first.toolCalls().orElseThrow().getFirst().asFunction();
        assertThat(call.function().name()).isEqualTo("weather");
        ChatCompletion second = client.chat()
                .completions()
                .create(asked.addMessage(first)
                        .addMessage(ChatCompletionToolMessageParam.builder()
                                .toolCallId(call.id())
                                .content("18 degrees")
                                .build())
                        .build());

        assertThat(second.choices().getFirst().message().content())
                .hasValueSatisfying(text -> assertThat(text).endsWith("18 degrees"));
        client.close();
    }

    @Test
    void openaiResponsesToolsGoRound() {
        OpenAIClient client = openai(TestGateway.KEY);
        ResponseCreateParams.Builder asked = ResponseCreateParams.builder()
                .model("gpt-4o-mini")
                .addTool(FunctionTool.builder()
                        .name("weather")
                        .parameters(FunctionTool.Parameters.builder().build())
                        .strict(false)
                        .build());

        Response first = client.responses().create(asked.input(QUESTION).build());
        var call = first.output().getLast().asFunctionCall();
        assertThat(call.name()).isEqualTo("weather");
        Response second = client.responses()
                .create(asked.inputOfResponse(List.of(
                                ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
                                        .role(EasyInputMessage.Role.USER)
                                        .content(QUESTION)
                                        .build()),
                                ResponseInputItem.ofFunctionCall(call),
                                ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                                        .callId(call.callId())
                                        .output("18 degrees")
                                        .build())))
                        .build());

        assertThat(second.output()
                        .getLast()
                        .asMessage()
                        .content()
                        .getFirst()
                        .asOutputText()
                        .text())
                .endsWith("18 degrees");
        client.close();
    }

    @Test
    void geminiToolsGoRound() {
        Client client = gemini(TestGateway.KEY, "");
        GenerateContentConfig tools = GenerateContentConfig.builder()
                .tools(com.google.genai.types.Tool.builder()
                        .functionDeclarations(
                                FunctionDeclaration.builder().name("weather").build())
                        .build())
                .build();

        GenerateContentResponse first = client.models.generateContent("gemini-2.5-flash", QUESTION, tools);
        assertThat(first.functionCalls()).hasSize(1);
        Content result = Content.builder()
                .role("user")
                .parts(Part.fromFunctionResponse("weather", Map.of("output", "18 degrees")))
                .build();
        Content said = first.candidates().orElseThrow().getFirst().content().orElseThrow();
        GenerateContentResponse second = client.models.generateContent(
                "gemini-2.5-flash", List.of(Content.fromParts(Part.fromText(QUESTION)), said, result), tools);

        assertThat(second.text()).contains("18 degrees");
        client.close();
    }

    @Test
    void anthropicRefusalsAreTypedByStatus() {
        refusedByAnthropic(0, 404, com.anthropic.errors.NotFoundException.class);
        refusedByAnthropic(1, 429, com.anthropic.errors.RateLimitException.class);
        refusedByAnthropic(2, 500, com.anthropic.errors.InternalServerException.class);
        refusedByAnthropic(3, 529, com.anthropic.errors.OverloadedException.class);
        refusedByAnthropic(4, 503, com.anthropic.errors.ServiceUnavailableException.class);
    }

    private void refusedByAnthropic(
            int spare, int status, Class<? extends com.anthropic.errors.AnthropicServiceException> type) {
        AnthropicClient client = anthropic(TestGateway.spareKey(spare), "error;status=" + status);
        assertThatThrownBy(() -> client.messages().create(message())).isInstanceOfSatisfying(type, error -> {
            assertThat(error.statusCode()).isEqualTo(status);
            assertThat(error.headers().values("retry-after")).hasSize(retryable(status) ? 1 : 0);
        });
        client.close();
    }

    private static boolean retryable(int status) {
        return status == 429 || status == 503 || status == 529;
    }

    @Test
    void openaiRefusalsAreTypedByStatus() {
        refusedByOpenai(0, 404, com.openai.errors.NotFoundException.class);
        refusedByOpenai(1, 429, com.openai.errors.RateLimitException.class);
        refusedByOpenai(2, 500, com.openai.errors.InternalServerException.class);
        refusedByOpenai(3, 503, com.openai.errors.InternalServerException.class);
    }

    private void refusedByOpenai(
            int spare, int status, Class<? extends com.openai.errors.OpenAIServiceException> type) {
        OpenAIClient client = openai(TestGateway.spareKey(spare), "error;status=" + status);
        assertThatThrownBy(() -> client.chat().completions().create(chat())).isInstanceOfSatisfying(type, error -> {
            assertThat(error.statusCode()).isEqualTo(status);
            assertThat(error.headers().values("retry-after")).hasSize(retryable(status) ? 1 : 0);
        });
        client.close();
    }

    @Test
    void geminiErrorsAreTyped() {
        refusedByGemini(gemini("sk-hg-stranger-0123456789", ""), ClientException.class, 401, "UNAUTHENTICATED");
        refusedByGemini(spareGemini(0, 404), ClientException.class, 404, "NOT_FOUND");
        refusedByGemini(spareGemini(1, 429), ClientException.class, 429, "RESOURCE_EXHAUSTED");
        refusedByGemini(spareGemini(2, 500), ServerException.class, 500, "INTERNAL");
        refusedByGemini(spareGemini(3, 503), ServerException.class, 503, "UNAVAILABLE");
        refusedByGemini(gemini(TestGateway.spareKey(1), ""), ServerException.class, 503, "UNAVAILABLE");
    }

    private Client spareGemini(int spare, int status) {
        return gemini(TestGateway.spareKey(spare), "error;status=" + status);
    }

    private static void refusedByGemini(
            Client client, Class<? extends ApiException> type, int status, String googleStatus) {
        assertThatThrownBy(() -> client.models.generateContent("gemini-2.5-flash", "hello", null))
                .isInstanceOfSatisfying(type, error -> {
                    assertThat(error.code()).isEqualTo(status);
                    assertThat(error.status()).isEqualTo(googleStatus);
                });
        client.close();
    }

    @Test
    void aStreamThatIsClosedEarlyIsChargedTheTruth() {
        leaveEveryStream();

        TestGateway.until(() -> gateway.export().size() == 4);
        assertThat(gateway.export())
                .allMatch(row -> row.contains("\"error_code\":\"client_gone\""))
                .allMatch(row -> row.contains("\"estimated\":false"))
                .noneMatch(row -> row.contains("\"output_tokens\":0,"));
    }

    @Test
    void aStreamThatIsClosedEarlyIsCancelledUpstreamWhereTheOperatorWantsIt() {
        gateway.close();
        gateway = TestGateway.start("gateway: { on-client-gone: cancel }");
        leaveEveryStream();

        TestGateway.until(() -> gateway.export().size() == 4);
        assertThat(gateway.export())
                .allMatch(row -> row.contains("\"error_code\":\"client_gone\""))
                .noneMatch(row -> row.contains("\"charged_nanos\":0,"));
        TestGateway.until(() -> gateway.fake().cancelled() == 4);
    }

    private void leaveEveryStream() {
        AnthropicClient anthropic = anthropic(TestGateway.KEY, SLOW);
        try (StreamResponse<RawMessageStreamEvent> events = anthropic.messages().createStreaming(message())) {
            assertThat(events.stream().limit(4)).hasSize(4);
        }
        OpenAIClient openai = openai(TestGateway.KEY, SLOW);
        try (var chunks = openai.chat().completions().createStreaming(chat())) {
            assertThat(chunks.stream().limit(4)).hasSize(4);
        }
        ResponseCreateParams greeting = ResponseCreateParams.builder()
                .model("gpt-4o-mini")
                .input("hello")
                .build();
        try (var events = openai.responses().createStreaming(greeting)) {
            assertThat(events.stream().limit(6)).hasSize(6);
        }
        Client gemini = gemini(TestGateway.KEY, SLOW);
        try (var chunks = gemini.models.generateContentStream("gemini-2.5-flash", "hello", null)) {
            assertThat(chunks.iterator().next().text()).isNotEmpty();
        }
        anthropic.close();
        openai.close();
        gemini.close();
    }
}
