package dev.headgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Recordings;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Networks cut answers where they like: any split of the bytes gives the same tokens. Hand-written answers show each vendor's
 * oddities with the tokens they mean; the recorded ones, where they are there, show that real traffic holds no others.
 */
@Tag("slow")
class UsageReadersTest {
    private static final int EVERY_BYTE_MAX = 2_048;
    private static final int RANDOM_SPLITS = 40;

    /** An answer and what it means; {@code finished} only where the protocol has a last word. */
    private record Case(String name, Protocol protocol, TokenUsage tokens, boolean finished, String body) {}

    private record Seen(UsageReport report, boolean finished, boolean content, Optional<UsageReader.BodyError> error) {}

    private static final Stream<Case> CASES = Stream.of(
            new Case(
                    "message_delta overrides message_start, cache writes split by life",
                    Protocol.ANTHROPIC_MESSAGES,
                    new TokenUsage(11, 9, 5, 3, 4, 0),
                    true,
                    """
                    event: message_start
                    data: {"type":"message_start","message":{"id":"m","model":"claude","content":[],"usage":{"input_tokens":10,"cache_creation_input_tokens":7,"cache_read_input_tokens":5,"cache_creation":{"ephemeral_5m_input_tokens":3,"ephemeral_1h_input_tokens":4},"output_tokens":1}}}

                    event: ping
                    data: {"type":"ping"}

                    event: content_block_delta
                    data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"usage: {\\"output_tokens\\": 999} ünï"}}

                    event: message_delta
                    data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":11,"output_tokens":9}}

                    event: message_stop
                    data: {"type":"message_stop"}

                    """),
            new Case(
                    "plain with cache writes of unstated life",
                    Protocol.ANTHROPIC_MESSAGES,
                    new TokenUsage(3, 4, 0, 6, 0, 0),
                    false,
                    "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],"
                            + "\"usage\":{\"input_tokens\":3,\"cache_creation_input_tokens\":6,\"output_tokens\":4}}"),
            new Case(
                    "overloaded inside HTTP 200",
                    Protocol.ANTHROPIC_MESSAGES,
                    TokenUsage.NONE,
                    true,
                    "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"),
            new Case(
                    "comments first, CRLF, usage in the last chunk, cached inside the prompt, reasoning inside",
                    Protocol.OPENAI_CHAT,
                    new TokenUsage(6, 8, 4, 0, 0, 5),
                    true,
                    ": OPENROUTER PROCESSING\r\n\r\n"
                            + "data: {\"choices\":[{\"delta\":{\"content\":\"data: [DONE]\"}}],\"usage\":null}\r\n\r\n"
                            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":8,\"total_tokens\":18,"
                            + "\"prompt_tokens_details\":{\"cached_tokens\":4},\"completion_tokens_details\":{\"reasoning_tokens\":5}}}\r\n\r\n"
                            + "data: [DONE]\r\n\r\n"),
            new Case(
                    "reasoning outside the completion count, as the total shows",
                    Protocol.OPENAI_CHAT,
                    new TokenUsage(10, 13, 0, 0, 0, 5),
                    false,
                    "{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":8,"
                            + "\"total_tokens\":23,\"completion_tokens_details\":{\"reasoning_tokens\":5}}}"),
            new Case(
                    "a stream that breaks off before its usage",
                    Protocol.OPENAI_CHAT,
                    TokenUsage.NONE,
                    false,
                    "data: {\"choices\":[{\"delta\":{\"content\":\"twelve bytes\"}}]}\n\ndata: {\"choi"),
            new Case(
                    "usage in response.completed",
                    Protocol.OPENAI_RESPONSES,
                    new TokenUsage(7, 5, 2, 0, 0, 1),
                    true,
                    "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"hi\"}\n\n"
                            + "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"usage\":{"
                            + "\"input_tokens\":9,\"input_tokens_details\":{\"cached_tokens\":2},\"output_tokens\":5,"
                            + "\"output_tokens_details\":{\"reasoning_tokens\":1},\"total_tokens\":14}}}\n\n"),
            new Case(
                    "one JSON array, counts repeated, thoughts beside candidates",
                    Protocol.GEMINI_GENERATE,
                    new TokenUsage(8, 10, 2, 0, 0, 4),
                    false,
                    "[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}],\"usageMetadata\":{\"promptTokenCount\":9,"
                            + "\"candidatesTokenCount\":1}}\n,\r\n{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"b\"}]}}],"
                            + "\"usageMetadata\":{\"promptTokenCount\":9,\"cachedContentTokenCount\":2,\"candidatesTokenCount\":6,"
                            + "\"thoughtsTokenCount\":4,\"toolUsePromptTokenCount\":1}}]"),
            new Case(
                    "events with a byte order mark and lone carriage returns",
                    Protocol.GEMINI_GENERATE,
                    new TokenUsage(3, 2, 0, 0, 0, 0),
                    false,
                    "\ufeffdata: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\r\r"
                            + "data: {\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2}}\r\r"),
            new Case(
                    "embeddings",
                    Protocol.OPENAI_EMBEDDINGS,
                    new TokenUsage(4, 0, 0, 0, 0, 0),
                    false,
                    "{\"data\":[{\"embedding\":[-0.1,2e-5]}],\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}"));

    /** Risk: a broken stream charged as if its running total were the last word. */
    @Test
    void geminiCountsAreFinalOnlyOnceTheAnswerIsSaidToBeOver() {
        String words = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}";
        String counts = "\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":4}}\n\n";
        String running = words + "}]," + counts;
        String last = words + ",\"finishReason\":\"STOP\"}]," + counts;
        String blocked = "data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"}," + counts;
        String embedding = "{\"embedding\":{\"values\":[0.5]},\"usageMetadata\":{\"promptTokenCount\":9}}";

        assertThat(gemini(running + running).stated()).isFalse();
        assertThat(gemini(running).total()).isEqualTo(new TokenUsage(9, 4, 0, 0, 0, 0));
        assertThat(gemini(running + last).stated()).isTrue();
        assertThat(gemini(blocked).stated()).isTrue();
        assertThat(gemini(embedding).stated()).isTrue();
    }

    private static UsageReport gemini(String body) {
        return read(Protocol.GEMINI_GENERATE, body.getBytes(StandardCharsets.UTF_8))
                .report();
    }

    @TestFactory
    Stream<DynamicTest> oddAnswersMeanTheSameAtAnySplit() {
        return CASES.map(one -> DynamicTest.dynamicTest(one.protocol().id() + ": " + one.name(), () -> {
            byte[] body = one.body().getBytes(StandardCharsets.UTF_8);
            Seen whole = read(one.protocol(), body);
            assertThat(whole.report().total()).isEqualTo(one.tokens());
            assertThat(whole.finished()).isEqualTo(one.finished());
            splits(one.protocol(), body, whole);
        }));
    }

    @TestFactory
    Stream<DynamicTest> recordedAnswersMeanTheSameAtAnySplit() {
        return Recordings.all().stream()
                .map(exchange -> DynamicTest.dynamicTest(exchange.id(), () -> {
                    byte[] body = exchange.responseBody();
                    splits(exchange.protocol(), body, read(exchange.protocol(), body));
                }));
    }

    /** Cuts at every byte of a small body and anywhere in a large one, and into many pieces. */
    private static void splits(Protocol protocol, byte[] body, Seen whole) {
        if (body.length <= EVERY_BYTE_MAX) {
            for (int cut = 1; cut < body.length; cut++) {
                assertThat(read(protocol, body, cut)).as("cut at byte %d", cut).isEqualTo(whole);
            }
        }
        Random random = new Random(body.length);
        for (int i = 0; i < RANDOM_SPLITS; i++) {
            int[] cuts = random.ints(1 + random.nextInt(30), 0, body.length + 1)
                    .sorted()
                    .toArray();
            assertThat(read(protocol, body, cuts)).as("cut at %s", cuts).isEqualTo(whole);
        }
    }

    private static Seen read(Protocol protocol, byte[] body, int... cuts) {
        UsageReader reader = UsageReaders.open(protocol);
        int from = 0;
        for (int cut : cuts) {
            reader.feed(body, from, cut - from);
            from = cut;
        }
        reader.feed(body, from, body.length - from);
        reader.end();
        return new Seen(reader.report(), reader.finished(), reader.sawContent(), reader.error());
    }
}
