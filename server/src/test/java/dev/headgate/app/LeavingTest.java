package dev.headgate.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.fake.Script;
import dev.headgate.testkit.HttpCaller;
import dev.headgate.testkit.HttpCaller.Ask;
import dev.headgate.testkit.RawConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that leave, over HTTP/1.1 by closing and over HTTP/2 by resetting the stream, before and after the first byte, in every
 * protocol: {@code drain} reads on and charges the truth, for a bounded time; {@code cancel} closes upstream and charges what was
 * seen.
 */
@Tag("slow")
class LeavingTest {
    /** What an answer looks like, in every protocol that has one of its own. */
    enum Shape {
        ANTHROPIC("/v1/messages", true, claude(true)),
        CHAT("/v1/chat/completions", true, "{\"model\":\"gpt-4o-mini\",\"stream\":true,\"messages\":[]}"),
        RESPONSES("/v1/responses", true, "{\"model\":\"gpt-4o-mini\",\"stream\":true,\"input\":\"hi\"}"),
        GEMINI_SSE("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", true, "{\"contents\":[]}"),
        GEMINI_ARRAY("/v1beta/models/gemini-2.5-flash:streamGenerateContent", true, "{\"contents\":[]}"),
        PLAIN("/v1/messages", false, claude(false));

        final String path;
        final boolean stream;
        final String body;

        Shape(String path, boolean stream, String body) {
            this.path = path;
            this.stream = stream;
            this.body = body;
        }

        private static String claude(boolean stream) {
            return "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"stream\":" + stream + ",\"messages\":[]}";
        }

        /** An answer of the fake in this shape. */
        Script answer(TestGateway gateway) {
            if (this == GEMINI_ARRAY) {
                String part =
                        "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"some words \"}]}";
                String usage =
                        "}],\"usageMetadata\":{\"promptTokenCount\":5,\"candidatesTokenCount\":30,\"totalTokenCount\":35}}";
                String array =
                        "[" + (part + usage + ",\r\n").repeat(11) + part + ",\"finishReason\":\"STOP\"" + usage + "]";
                return Script.chunks(List.of(array.getBytes(UTF_8))).header("content-type", "application/json");
            }
            String bare = path.replaceFirst("\\?.*", "");
            return gateway.fake().named(stream ? "stream;events=20" : "ok", bare);
        }

        /** The same, some 1.2 s long. */
        Script paced(TestGateway gateway) {
            Script whole = answer(gateway);
            Duration every = Duration.ofMillis(60);
            return this == GEMINI_ARRAY || this == PLAIN
                    ? whole.splitEvery(Math.max(1, whole.whole().length() / 20)).every(every)
                    : whole.every(every);
        }
    }

    static Stream<Arguments> cases() {
        List<Arguments> all = new ArrayList<>();
        for (Shape shape : Shape.values()) {
            all.add(Arguments.of(shape, HttpVersion.HTTP_1_1));
            all.add(Arguments.of(shape, HttpVersion.HTTP_2));
        }
        return all.stream();
    }

    /** A client that can leave. */
    private interface Client extends AutoCloseable {
        /** Waits until so many bytes of the body have come. */
        void read(int bytes);

        void leave();

        @Override
        void close();
    }

    private static Client client(TestGateway gateway, Shape shape, HttpVersion version) {
        return version == HttpVersion.HTTP_2 ? new Two(gateway, shape) : new One(gateway, shape);
    }

    private static final class One implements Client {
        private final RawConnection connection;

        One(TestGateway gateway, Shape shape) {
            connection = RawConnection.open(gateway.port());
            connection.send("POST " + shape.path + " HTTP/1.1\r\nhost: x\r\nx-api-key: " + TestGateway.KEY
                    + "\r\ncontent-length: " + shape.body.length() + "\r\n\r\n" + shape.body);
        }

        @Override
        public void read(int bytes) {
            try {
                connection.readHead();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            connection.readSome(bytes);
        }

        @Override
        public void leave() {
            connection.reset();
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private static final class Two implements Client {
        private final HttpCaller caller;
        private final HttpClientRequest request;
        private final AtomicLong read = new AtomicLong();

        Two(TestGateway gateway, Shape shape) {
            caller = new HttpCaller(HttpVersion.HTTP_2, gateway.port());
            Ask ask = Ask.post(shape.path, TestGateway.KEY, shape.body);
            request = HttpCaller.await(caller.begin(ask).map(opened -> {
                opened.response().onSuccess(answer -> answer.handler(chunk -> read.addAndGet(chunk.length())));
                opened.end(io.vertx.core.buffer.Buffer.buffer(shape.body.getBytes(UTF_8)));
                return opened;
            }));
        }

        @Override
        public void read(int bytes) {
            TestGateway.until(() -> read.get() >= bytes);
        }

        @Override
        public void leave() {
            request.reset();
        }

        @Override
        public void close() {
            caller.close();
        }
    }

    private static String onlyRow(TestGateway gateway) {
        TestGateway.until(() -> gateway.export().size() == 1);
        TestGateway.until(() -> gateway.headgate().inFlight() == 0);
        return gateway.export().getFirst();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void drainChargesTheTruthOfAnAnswerThatBeganOrNot(Shape shape, HttpVersion version) {
        for (boolean begun : new boolean[] {false, true}) {
            try (TestGateway gateway = TestGateway.start("gateway: { on-client-gone: drain }")) {
                gateway.fake().enqueue(shape.paced(gateway).delayHeaders(Duration.ofMillis(begun ? 0 : 300)));
                try (Client client = client(gateway, shape, version)) {
                    TestGateway.until(() -> gateway.fake().open() == 1);
                    if (begun) {
                        client.read(20);
                    }
                    client.leave();
                    String row = onlyRow(gateway);

                    assertThat(row)
                            .contains("\"error_code\":\"client_gone\"")
                            .contains("\"estimated\":false")
                            .doesNotContain("\"output_tokens\":0,")
                            .doesNotContain("\"charged_nanos\":0,");
                    assertThat(gateway.fake().cancelled()).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void cancelClosesUpstreamAndChargesWhatWasSeen(Shape shape, HttpVersion version) {
        for (boolean begun : new boolean[] {false, true}) {
            try (TestGateway gateway = TestGateway.start("gateway: { on-client-gone: cancel }")) {
                gateway.fake().enqueue(shape.paced(gateway).delayHeaders(Duration.ofSeconds(begun ? 0 : 10)));
                try (Client client = client(gateway, shape, version)) {
                    TestGateway.until(() -> gateway.fake().open() == 1);
                    if (begun) {
                        client.read(20);
                    }
                    client.leave();
                    String row = onlyRow(gateway);

                    assertThat(row).contains("\"error_code\":\"client_gone\"");
                    assertThat(row).contains(begun ? "\"estimated\":true" : "\"charged_nanos\":0,");
                    TestGateway.until(() -> gateway.fake().open() == 0);
                    assertThat(gateway.fake().cancelled()).isEqualTo(1);
                }
            }
        }
    }

    /** An answer that goes on and on for nobody is given up. */
    @Test
    void drainIsBounded() {
        try (TestGateway gateway = TestGateway.start("gateway: { on-client-gone: drain, drain-max: 1s }")) {
            gateway.fake().enqueue(gateway.fake().named("stream;events=400;every=50ms", Shape.ANTHROPIC.path));
            try (Client client = client(gateway, Shape.ANTHROPIC, HttpVersion.HTTP_1_1)) {
                client.read(20);
                client.leave();

                assertThat(onlyRow(gateway))
                        .contains("\"error_code\":\"client_gone\"")
                        .contains("\"estimated\":true");
                TestGateway.until(() -> gateway.fake().cancelled() == 1);
            }
        }
    }
}
