package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.usage.UsageExport;
import jakarta.mail.internet.MimeMessage;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that mean something to who reads them next, put into every text field of every operation: a line end, a page, a formula. */
@Tag("slow")
class InjectionTest {
    private static final String EVIL =
            "x\r\nSet-Cookie: evil=1\r\nBcc: evil@example.com\r\n\r\n<script>evil()</script>";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static ApiScene scene;

    @BeforeAll
    static void start() {
        scene = new ApiScene();
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    static List<String> operationsWithABody() {
        return ApiFile.OPERATIONS.stream()
                .filter(endpoint ->
                        endpoint.changes() && !ApiFile.example(endpoint).isMissingNode())
                .map(endpoint -> endpoint.method() + " " + endpoint.path())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("operationsWithABody")
    void noTextBecomesAHeaderOrAPage(String operation) throws Exception {
        String[] parts = operation.split(" ", -1);
        Endpoint<?> endpoint = ApiFile.operation(parts[0], parts[1]);
        List<String> texts = new ArrayList<>();
        JsonNode example = ApiFile.example(endpoint);
        example.properties().forEach(field -> {
            if (field.getValue().isTextual() && !field.getValue().asText().matches("\\d{4}-\\d\\d-\\d\\dT.*")) {
                texts.add(field.getKey());
            }
        });
        for (String field : texts) {
            for (String evil : List.of(EVIL, "nul \u0000", "half a pair \ud800")) {
                ApiScene.Ask ask = scene.ask(endpoint, scene.owner);
                ObjectNode body = JSON.valueToTree(ask.body());
                body.put(field, evil);
                // as JSON spells it: half a pair has no bytes of its own
                String text = body.toString().replace("\ud800", "\\ud800");
                ApiClient.Answer answer = ask.who().send(ask.method(), ask.path(), text);
                inert(answer);
                if (!evil.equals(EVIL)) {
                    assertThat(answer.status()).as(field + ": " + answer).isEqualTo(400);
                }
            }
        }
        for (MimeMessage letter : scene.mail.getReceivedMessages()) {
            assertThat(letter.getHeader("Bcc")).isNull();
            assertThat(letter.getHeader("Set-Cookie")).isNull();
        }
        restore();
    }

    /** The mail server, whose settings are among what was tried. */
    private static void restore() {
        scene.owner.patch(
                "/settings/mail",
                Map.of("host", "127.0.0.1", "port", scene.mail.getSmtp().getPort(), "from", "hg@example.com"));
    }

    private static void inert(ApiClient.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isLessThan(500);
        var headers = answer.raw().headers();
        assertThat(headers.map().toString()).doesNotContain("evil");
        assertThat(headers.firstValue("x-content-type-options")).contains("nosniff");
        if (answer.raw().body().length > 0) {
            assertThat(headers.firstValue("content-type").orElse(""))
                    .startsWith("application/")
                    .contains("json");
        }
    }

    /** What was stored comes back as what it is, in answers that no browser takes for a page. */
    @Test
    void aStoredPageComesBackAsText() {
        String page = "<img src=x onerror=alert(1)>";
        String id = ApiScene.id(scene.owner
                .post("/users", Map.of("email", scene.email(), "name", page, "note", page))
                .json());
        for (String path : List.of("/users/" + id, "/users", "/audit", "/users?search=" + "%3Cimg")) {
            inert(scene.owner.get(path));
        }
        assertThat(scene.owner.get("/users/" + id).json().path("note").asText()).isEqualTo(page);
        inert(scene.owner.get("/%3Cscript%3E"));
        inert(scene.owner.get("/users/%3Cscript%3E"));
        inert(scene.owner.get("/users?cursor=%3Cscript%3E"));
    }

    @Test
    void aNameIsNoFormulaInAnExport() throws Exception {
        String formula = "=HYPERLINK(\"https://evil.example\",\"click\")";
        ApiScene.Somebody somebody = scene.somebody("user");
        String group = somebody.client()
                .get("/me/groups")
                .json()
                .path("items")
                .get(0)
                .path("id")
                .asText();
        var made = somebody.client().post("/me/keys", Map.of("name", formula, "group_id", group));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        scene.callWith(made.json().path("text").asText());
        StringWriter usage = new StringWriter();
        UsageExport.write(scene.gateway.headgate().store(), UsageExport.Format.CSV, null, null, usage);
        assertThat(usage.toString()).contains("\"'=HYPERLINK(").doesNotContain(",=HYPERLINK");
        String id = scene.thing("/service-tokens", scene.owner);
        assertThat(id).isNotEmpty();
        scene.owner.post("/service-tokens", Map.of("name", "@SUM(1)", "permissions", List.of("users:write")));
        String audit = new String(
                scene.owner
                        .get("/audit/export?format=csv&action=me.keys.create")
                        .raw()
                        .body(),
                java.nio.charset.StandardCharsets.UTF_8);
        assertThat(audit).contains("me.keys.create").doesNotContain("\n=").doesNotContain(",=");
    }
}
