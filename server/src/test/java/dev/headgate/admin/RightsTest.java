package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.Edges;
import dev.headgate.app.TestGateway;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Role;
import dev.headgate.testkit.ManualClock;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who may call what, tried on every operation there is: each role, each permission of a service token, nobody. An operation is probed
 * with a field that none has: who may call it hears of the field (400), who may not is refused before anything is read.
 */
@Tag("slow")
class RightsTest {
    private static TestGateway gateway;
    private static ApiClient owner;
    private static Map<String, Set<String>> table;

    @BeforeAll
    static void start() throws Exception {
        gateway = ApiClient.gateway();
        owner = ApiClient.owner(gateway);
        table = new HashMap<>();
        for (String line : Files.readAllLines(ApiFile.PATH.resolveSibling("roles.md"))) {
            String[] cells = line.split("\\|", -1);
            if (line.startsWith("| `")) {
                Set<String> may = new java.util.HashSet<>();
                int column = 3;
                for (Role role : Role.values()) {
                    if (cells[column++].contains("✓")) {
                        may.add(role.id());
                    }
                }
                table.put(cells[1].strip().replace("`", ""), may);
            }
        }
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    static ApiClient.Answer probe(ApiClient who, Endpoint<?> endpoint) {
        String path = ApiScene.at(endpoint.path(), "1");
        return endpoint.changes()
                ? who.send(endpoint.method(), path, Map.of("no_such_field", 1))
                : who.get(path + "?no_such_field=1");
    }

    private static List<Endpoint<?>> guarded() {
        return ApiFile.OPERATIONS.stream()
                .filter(endpoint -> endpoint.permission() != null)
                .toList();
    }

    private static void check(List<String> wrong, Endpoint<?> endpoint, ApiClient.Answer answer, boolean may) {
        boolean read = answer.status() == 400
                && answer.json().path("fields").findValuesAsText("field").contains("no_such_field");
        boolean refused = answer.status() == 403 && answer.code().equals("forbidden");
        if (may ? !read : !refused) {
            wrong.add(endpoint.method() + " " + endpoint.path() + ": " + answer.status() + " " + answer.code()
                    + " (expected: " + (may ? "let in" : "refused") + ")");
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aRoleMayDoWhatTheTableSaysAndNothingElse(Role role) {
        String email = "role-" + role.id() + "@example.com";
        owner.post("/users", Map.of("email", email, "role", role.id(), "password", ApiScene.PASSWORD));
        ApiClient client = ApiClient.stranger(gateway).signIn(email, ApiScene.PASSWORD);
        List<String> wrong = new ArrayList<>();
        for (Endpoint<?> endpoint : guarded()) {
            Set<String> may = table.get(endpoint.method() + " " + endpoint.path());
            assertThat(may).as("roles.md lacks %s", endpoint.path()).isNotNull();
            check(wrong, endpoint, probe(client, endpoint), may.contains(role.id()));
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void aServiceTokenMayDoWhatItsPermissionSaysAndNothingElse(Permission permission) {
        Map<String, Object> wish = Map.of("name", permission.id(), "permissions", List.of(permission.id()));
        String text = owner.post("/service-tokens", wish).json().path("text").asText();
        ApiClient program = ApiClient.program(gateway, text);
        List<String> wrong = new ArrayList<>();
        for (Endpoint<?> endpoint : guarded()) {
            boolean may = endpoint.permission() == permission && permission != Permission.OWN;
            check(wrong, endpoint, probe(program, endpoint), may);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void nobodyGetsInWhereSomebodyMustBeKnown() {
        List<String> wrong = new ArrayList<>();
        ApiClient other = ApiClient.program(gateway, "hg-svc-guessed-guessed-guessed-guessed");
        ApiClient key = ApiClient.program(gateway, TestGateway.KEY); // of the data plane, good for nothing here
        ApiClient cookie = ApiClient.stranger(gateway).cookie(Callers.COOKIE, "guessed");
        for (ApiClient who : List.of(ApiClient.stranger(gateway), other, key, cookie)) {
            for (Endpoint<?> endpoint : guarded()) {
                int status = probe(who, endpoint).status();
                if (status != 401) {
                    wrong.add(endpoint.method() + " " + endpoint.path() + ": " + status);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** A browser that was left open is not enough for what matters most. */
    @Test
    void anOldProofIsNotEnoughForWhatMattersMost() {
        ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
        Edges system = Edges.system();
        List<String> wrong = new ArrayList<>();
        try (TestGateway old = TestGateway.start(
                "bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \"" + ApiClient.PASSWORD + "\" }",
                TestGateway.More.NONE,
                new Edges(clock, system.ticker(), system.random(), system.out(), null))) {
            ApiClient client = ApiClient.owner(old);
            clock.advance(Duration.ofMinutes(11));
            for (Endpoint<?> endpoint : guarded()) {
                String code = probe(client, endpoint).code();
                if (code.equals("proof_needed") != endpoint.traits().freshProof()) {
                    wrong.add(endpoint.method() + " " + endpoint.path() + ": " + code);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aRoleThatIsTakenAwayIsGoneAtOnceFromAllSessions() {
        String id = owner.post(
                        "/users",
                        Map.of("email", "was-auditor@example.com", "role", "auditor", "password", ApiScene.PASSWORD))
                .json()
                .path("id")
                .asText();
        ApiClient client = ApiClient.stranger(gateway).signIn("was-auditor@example.com", ApiScene.PASSWORD);
        assertThat(client.get("/audit").status()).isEqualTo(200);
        assertThat(owner.post("/users/" + id + "/role", Map.of("role", "user")).status())
                .isEqualTo(200);
        assertThat(client.get("/audit").status()).isIn(401, 403);
        assertThat(owner.patch("/users/" + id, Map.of("enabled", false)).status())
                .isEqualTo(200);
        assertThat(client.get("/session").status()).isEqualTo(401);
    }
}
