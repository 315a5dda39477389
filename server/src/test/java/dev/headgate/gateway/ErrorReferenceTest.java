package dev.headgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.base.Dialect;
import dev.headgate.base.ErrorCode;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.StreamErrors;
import dev.headgate.testkit.GeneratedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The reference of the errors is made from the codes and from what is really sent for them. */
class ErrorReferenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MESSAGE = "The upstream is limiting requests.";
    private static final String ID = "0197…";

    private static JsonNode body(Dialect dialect, ErrorCode code) {
        try {
            return JSON.readTree(ErrorResponses.body(dialect, code, code.publicText(), ID));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void referenceIsUpToDate() {
        StringBuilder page = new StringBuilder("""
                # Errors

                Made from the code; don't edit. What Headgate itself refuses or can't do, with the words of each vendor for it, so that
                the vendor's SDK raises its own typed exception. A provider's own refusal of a request (400, 404, 413, 422 …) passes
                byte for byte and has no row here. Every answer carries `x-request-id`; 429 and 503 carry `retry-after` in seconds.
                Metrics, the access log and the usage export's `error_code` use the code.

                | code | blame | HTTP | another account is tried | counts against the account | the client reads, when nothing more exact is known |
                | --- | --- | --- | --- | --- | --- |
                """);
        for (ErrorCode code : ErrorCode.values()) {
            page.append("| `%s` | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            code.id(),
                            code.blame().name().toLowerCase(Locale.ROOT),
                            status(code),
                            retry(code),
                            code.countsAgainstAccount() ? "yes" : "no",
                            code.publicText()));
        }
        page.append("""

                ## In each vendor's words

                | code | Anthropic `error.type` | OpenAI `error.type` | OpenAI `error.code` | Gemini `error.status` |
                | --- | --- | --- | --- | --- |
                """);
        for (ErrorCode code : ErrorCode.values()) {
            page.append("| `%s` | `%s` | `%s` | `%s` | `%s` |\n"
                    .formatted(
                            code.id(),
                            body(Dialect.ANTHROPIC, code).at("/error/type").asText(),
                            body(Dialect.OPENAI, code).at("/error/type").asText(),
                            body(Dialect.OPENAI, code).at("/error/code").asText(),
                            body(Dialect.GEMINI, code).at("/error/status").asText()));
        }
        page.append("\n## The shape of an answer\n");
        for (Dialect dialect : Dialect.values()) {
            byte[] answer = ErrorResponses.body(dialect, ErrorCode.UPSTREAM_RATE_LIMITED, MESSAGE, ID);
            page.append("\n%s:\n\n```json\n%s\n```\n".formatted(name(dialect), text(answer)));
        }
        page.append("""

                ## The last event of a stream that breaks

                Before the first byte an error is an answer as above. After it the status was 200 already, and the stream ends with:
                """);
        for (Protocol protocol : List.of(
                Protocol.ANTHROPIC_MESSAGES,
                Protocol.OPENAI_CHAT,
                Protocol.OPENAI_RESPONSES,
                Protocol.GEMINI_GENERATE)) {
            byte[] event = StreamErrors.errorEvent(
                    protocol,
                    ErrorCode.UPSTREAM_BROKEN_MID_STREAM,
                    ErrorCode.UPSTREAM_BROKEN_MID_STREAM.publicText(),
                    ID);
            page.append("\n`%s`:\n\n```\n%s\n```\n"
                    .formatted(protocol.id(), text(event).strip().replace("\r", "")));
        }
        GeneratedFile.check("docs/reference/errors.md", page.toString());
    }

    private static String status(ErrorCode code) {
        return switch (code) {
            case CLIENT_GONE -> "499 (logs only)";
            case UPSTREAM_BROKEN_MID_STREAM -> "200 already sent";
            default -> Integer.toString(code.status());
        };
    }

    private static String retry(ErrorCode code) {
        return switch (code.retry()) {
            case SAFE -> "yes";
            case NEVER -> "no";
            case IF_IDEMPOTENT -> "yes, within `gateway.attempts-max`; the provider may charge both";
        };
    }

    private static String name(Dialect dialect) {
        return switch (dialect) {
            case ANTHROPIC -> "Anthropic";
            case OPENAI -> "OpenAI";
            case GEMINI -> "Gemini";
        };
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Whatever a message holds, the answer stays JSON of its shape, and the client finds the request's id in it. */
    @Test
    void everyCodeGivesAReadableAnswerInEveryShape() throws IOException {
        String nasty = "quote \" backslash \\ newline \n control \u0001 ünï 🂡";
        for (Dialect dialect : Dialect.values()) {
            for (ErrorCode code : ErrorCode.values()) {
                JsonNode error = JSON.readTree(ErrorResponses.body(dialect, code, nasty, "id-1"))
                        .path("error");
                assertThat(error.path("message").asText()).isEqualTo(nasty + " (request id id-1)");
            }
        }
    }
}
