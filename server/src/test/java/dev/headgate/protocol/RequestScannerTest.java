package dev.headgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.base.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One pass over any body finds what a full parser would find, and edits change what they name and nothing else. */
class RequestScannerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static RequestHead scan(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return RequestScanner.scan(bytes, bytes.length, null);
    }

    /** A request with fields in any order, any white space, and things that only look like fields. */
    private static String request(Random random) {
        List<String> fields = new ArrayList<>();
        fields.add("\"model\"" + space(random) + ":" + space(random)
                + pick(random, "\"m\"", "\"a\\u0062c\"", "\"模型\"", "\"x\\\"y\""));
        maybe(random, fields, "\"stream\":" + pick(random, "true", "false", "null"));
        maybe(
                random,
                fields,
                "\"stream_options\":" + space(random)
                        + pick(
                                random,
                                "null",
                                "{}",
                                "{ }",
                                "{\"include_usage\":true}",
                                "{ \"include_usage\" : false }",
                                "{\"x\":[{\"include_usage\":true}],\"include_usage\":null}",
                                "{\"x\":\"}\"}"));
        maybe(random, fields, "\"max_tokens\":" + pick(random, "5", "null", "1e3", "99999999999999999999", "\"7\""));
        maybe(
                random,
                fields,
                "\"messages\":[{\"role\":\"user\",\"content\":\"{\\\"model\\\":\\\"no\\\",\\\"stream\\\":true}\"}]");
        maybe(
                random,
                fields,
                "\"tools\":[{\"model\":\"no\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}]");
        maybe(random, fields, "\"ünïcode\":\"\\ud83c\\udca1 🂡\"");
        maybe(random, fields, "\"\":{\"\":[[],{},[1,2.5e-3,-0,true,null]]}");
        Collections.shuffle(fields, random);
        StringBuilder body = new StringBuilder(space(random) + "{" + space(random));
        for (int i = 0; i < fields.size(); i++) {
            body.append(i == 0 ? "" : space(random) + "," + space(random)).append(fields.get(i));
        }
        return body + space(random) + "}" + space(random);
    }

    private static String space(Random random) {
        return pick(random, "", "", "", " ", "\n", "\r\n\t ");
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static void maybe(Random random, List<String> fields, String field) {
        if (random.nextBoolean()) {
            fields.add(field);
        }
    }

    @Property(tries = 1_000)
    void theScanAgreesWithAFullParser(@ForAll long seed) throws JsonProcessingException {
        String body = request(new Random(seed));
        JsonNode tree = JSON.readTree(body);
        RequestHead head = scan(body);

        assertThat(head.model()).as(body).isEqualTo(tree.path("model").asText());
        assertThat(head.stream()).isEqualTo(tree.path("stream").asBoolean());
        assertThat(head.usageAsked())
                .isEqualTo(tree.at("/stream_options/include_usage").asBoolean());
        boolean limited = tree.path("max_tokens").isInt();
        assertThat(head.outputTokensMax())
                .isEqualTo(limited ? tree.path("max_tokens").asInt() : -1);
    }

    @Property(tries = 1_000)
    void editsChangeWhatTheyNameAndNothingElse(@ForAll long seed) throws JsonProcessingException {
        Random random = new Random(seed);
        String body = request(random);
        String model = pick(random, "other", "with \"quotes\" and \\", "模型-2", "m");
        boolean askUsage = random.nextBoolean();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        RequestEdits.Edited edited = RequestEdits.apply(bytes, bytes.length, scan(body), model, askUsage);
        String sent = new String(edited.joined(), StandardCharsets.UTF_8);

        ObjectNode expected = (ObjectNode) JSON.readTree(body);
        boolean changesUsage =
                askUsage && !expected.at("/stream_options/include_usage").asBoolean();
        boolean changesModel = !expected.path("model").asText().equals(model);
        expected.put("model", model);
        if (changesUsage) {
            JsonNode options = expected.path("stream_options");
            ObjectNode changed = options.isObject() ? (ObjectNode) options : JSON.createObjectNode();
            expected.set("stream_options", changed.put("include_usage", true));
        }
        assertThat(JSON.readTree(sent)).as(body).isEqualTo(expected);
        assertThat(scan(sent).model()).isEqualTo(model);
        if (!changesModel && !changesUsage) {
            assertThat(sent).isEqualTo(body);
        }
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .as("the client's own bytes")
                .isEqualTo(body);
    }

    /** Only a refusal that the client can read may come of garbage: never a crash. */
    @Property(tries = 1_000)
    void garbageIsRefusedInWords(@ForAll byte[] bytes) {
        Throwable refusal = catchThrowable(() -> RequestScanner.scan(bytes, bytes.length, null));
        if (refusal != null) {
            assertThat(refusal).isInstanceOf(GatewayException.class);
            assertThat(((GatewayException) refusal).publicMessage()).contains("expected");
        }
    }

    @Property(tries = 500)
    void aBodyCutAnywhereIsRefused(@ForAll long seed) {
        byte[] bytes = request(new Random(seed)).stripTrailing().getBytes(StandardCharsets.UTF_8);
        int length = new Random(~seed).nextInt(bytes.length);

        assertThatThrownBy(() -> RequestScanner.scan(bytes, length, null)).isInstanceOf(GatewayException.class);
    }

    /** What two readers could understand differently must not pass: we would charge for one model and call another. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"a\",\"model\":\"b\"}        | stands twice",
                "{\"model\":\"a\",\"mod\\u0065l\":\"b\"}  | stands twice",
                "{\"model\":\"a\",\"stream_options\":{\"x\":1,\"x\":2}} | stands twice",
                "{\"model\":\"a\"} {}                     | text after the end",
                "{\"model\":\"a\"}x                       | not valid JSON",
                "[{\"model\":\"a\"}]                      | expected: a JSON object",
                "{\"model\":7}                            | expected: a string",
                "{\"model\":\"a\",\"stream\":\"yes\"}     | expected: true or false",
                "{\"model\":\"a\",\"stream_options\":[]}  | expected: an object",
                "{\"model\":\"  \"}                       | model: missing",
                "{}                                       | model: missing",
                "{\"model\":\"a\",\"x\":NaN}              | not valid JSON",
                "{\"model\":\"a\",}                       | not valid JSON",
            })
    void ambiguityIsRefused(String body, String words) {
        assertThatThrownBy(() -> scan(body))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        refusal -> assertThat(refusal.publicMessage()).contains(words));
    }

    @Test
    void nestingIsBounded() {
        int levels = RequestScanner.DEPTH_MAX - 1;
        scan("{\"model\":\"a\",\"x\":" + "[".repeat(levels) + "]".repeat(levels) + "}");

        assertThatThrownBy(() -> scan("{\"model\":\"a\",\"x\":" + "[".repeat(100_000)))
                .isInstanceOf(GatewayException.class);
    }

    @Test
    void thePathsModelWinsAndIsNotEdited() {
        byte[] body = "{\"model\":\"b\",\"generationConfig\":{\"maxOutputTokens\":9}}".getBytes(StandardCharsets.UTF_8);
        RequestHead head = RequestScanner.scan(body, body.length, "gemini-x");

        assertThat(head.model()).isEqualTo("gemini-x");
        assertThat(head.modelSpan()).isNull();
        assertThat(head.outputTokensMax()).isEqualTo(9);
        assertThat(RequestEdits.apply(body, body.length, head, "gemini-y", false)
                        .joined())
                .isSameAs(body);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\":\"m\",\"metadata\":{\"user_id\":\"user_1_account__session_abc\"},\"session_id\":\"s\"} | abc",
                "{\"model\":\"m\",\"metadata\":{\"user_id\":\"{\\\"session_id\\\":\\\"abc\\\"}\"}} | abc",
                "{\"model\":\"m\",\"prompt_cache_key\":\"k\",\"conversation_id\":\"c\",\"session_id\":\"s\"} | s",
                "{\"model\":\"m\",\"prompt_cache_key\":\"k\",\"conversation_id\":\"c\"} | c",
                "{\"model\":\"m\",\"metadata\":{\"user_id\":\"somebody\"},\"prompt_cache_key\":\"k\"} | k",
                "{\"model\":\"m\",\"session_id\":{\"not\":\"text\"}} | ``",
            })
    void theSessionIsTheFirstThatIsPresent(String body, String session) {
        assertThat(scan(body).sessionId()).isEqualTo(session);
    }
}
