package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.app.LeavingTest.Shape;
import dev.headgate.base.Dialect;
import dev.headgate.fake.Script;
import dev.headgate.testkit.HttpCaller;
import dev.headgate.testkit.HttpCaller.Ask;
import dev.headgate.testkit.HttpCaller.Reply;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Providers that are slow or fall silent, in every protocol: pings before the first event, time-outs before and inside it. */
@Tag("slow")
class SilenceTest {
    private static Ask ask(Shape shape) {
        return Ask.post(shape.path, TestGateway.KEY, shape.body);
    }

    private static Dialect dialect(Shape shape) {
        return switch (shape) {
            case ANTHROPIC, PLAIN -> Dialect.ANTHROPIC;
            case CHAT, RESPONSES -> Dialect.OPENAI;
            case GEMINI_SSE, GEMINI_ARRAY -> Dialect.GEMINI;
        };
    }

    /** The words with which the protocol's own error event begins, empty where the answer is no event stream. */
    private static String errorEvent(Shape shape) {
        return switch (shape) {
            case ANTHROPIC -> "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"timeout_error\"";
            case CHAT -> "data: {\"error\":{\"message\":";
            case RESPONSES -> "event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_timeout\"";
            case GEMINI_SSE -> "data: {\"error\":{\"code\":504";
            case GEMINI_ARRAY -> ",\r\n{\"error\":{\"code\":504";
            case PLAIN -> "";
        };
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void aProviderThatNeverAnswersIsGivenUpInTheProtocolsShape(Shape shape) throws Exception {
        try (TestGateway gateway = TestGateway.start("gateway: { first-byte-timeout: 500ms }");
                HttpCaller caller = new HttpCaller(HttpVersion.HTTP_2, gateway.port())) {
            gateway.fake().forPath("/", Script.stallBeforeHeaders());

            Reply reply = caller.call(ask(shape));

            assertThat(reply.status()).isEqualTo(504);
            assertThat(BadInputTest.shapeComplaint(dialect(shape), reply)).isEmpty();
            assertThat(gateway.row(reply.header("x-request-id")))
                    .contains("\"error_code\":\"upstream_timeout\"")
                    .contains("\"charged_nanos\":0,");
            gateway.fake().reset();
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void anAnswerThatFallsSilentEndsWithTheProtocolsErrorEventOrIsCut(Shape shape) {
        for (HttpVersion version : new HttpVersion[] {HttpVersion.HTTP_1_1, HttpVersion.HTTP_2}) {
            try (TestGateway gateway = TestGateway.start("gateway: { idle-timeout: 500ms }");
                    HttpCaller caller = new HttpCaller(version, gateway.port())) {
                Script whole = shape.answer(gateway);
                gateway.fake().enqueue(whole.stallAfter(whole.whole().length() * 2L / 3));

                if (errorEvent(shape).isEmpty()) {
                    assertThatThrownBy(() -> caller.call(ask(shape))).isInstanceOf(IllegalStateException.class);
                } else {
                    Reply reply = caller.call(ask(shape));
                    assertThat(reply.status()).isEqualTo(200);
                    assertThat(reply.text()).contains(errorEvent(shape));
                    assertThat(reply.text().strip()).endsWith(shape == Shape.GEMINI_ARRAY ? "}]" : "}");
                }
                TestGateway.until(() -> gateway.export().size() == 1);
                assertThat(gateway.export().getFirst())
                        .contains("\"error_code\":\"upstream_timeout\"")
                        .contains("\"estimated\":true")
                        .doesNotContain("\"charged_nanos\":0,");
                TestGateway.until(() -> gateway.fake().cancelled() == 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void aSlowStartIsBridgedByPingsWhereTheProtocolHasSome(Shape shape) {
        try (TestGateway gateway = TestGateway.start("gateway: { early-keepalive: 200ms }");
                HttpCaller caller = new HttpCaller(HttpVersion.HTTP_2, gateway.port())) {
            Script late = shape.answer(gateway).delayHeaders(java.time.Duration.ofMillis(900));
            gateway.fake().enqueue(late);

            String text = caller.call(ask(shape)).text();

            String ping = shape == Shape.ANTHROPIC ? "event: ping\ndata: {\"type\": \"ping\"}\n\n" : ": keep-alive\n\n";
            if (shape == Shape.PLAIN || shape == Shape.GEMINI_ARRAY) {
                assertThat(text).isEqualTo(late.whole().toString());
            } else {
                assertThat(text).startsWith(ping + ping);
                assertThat(text.replace(ping, "")).isNotEmpty().doesNotContain(errorEvent(shape));
            }
        }
    }
}
