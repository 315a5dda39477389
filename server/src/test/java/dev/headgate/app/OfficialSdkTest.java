package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.google.genai.Client;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import dev.headgate.fake.VendorErrors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The vendors' own Java clients are the judges of "compatible". */
class OfficialSdkTest {
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start("");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private AnthropicClient anthropic(String key) {
        return AnthropicOkHttpClient.builder()
                .apiKey(key)
                .baseUrl("http://127.0.0.1:" + gateway.port())
                .maxRetries(0)
                .build();
    }

    private OpenAIClient openai(String key) {
        return OpenAIOkHttpClient.builder()
                .apiKey(key)
                .baseUrl("http://127.0.0.1:" + gateway.port() + "/v1")
                .maxRetries(0)
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
        Client client = Client.builder()
                .apiKey(TestGateway.KEY)
                .httpOptions(HttpOptions.builder()
                        .baseUrl("http://127.0.0.1:" + gateway.port())
                        .build())
                .build();

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
}
