package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.identity.Permission;
import java.lang.reflect.RecordComponent;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody rises above themselves: not by fields that aren't theirs to say, not by way of somebody who may do more. */
@Tag("slow")
class EscalationTest {
    /** What no caller says of themselves, and nobody by the way. */
    private static final Set<String> NEVER = Set.of(
            "id",
            "role",
            "roles",
            "permissions",
            "user_id",
            "owner_id",
            "balance_nanos",
            "settled_nanos",
            "declared",
            "enabled",
            "email",
            "multiplier_ppm",
            "share",
            "amount_nanos",
            "gift_nanos",
            "created_at",
            "proved_at",
            "password_hash",
            "hash",
            "session",
            "actor",
            "is_admin");

    /** What operations for strangers and for one's own things must not even know. */
    private static final Set<String> NOT_ONES_OWN = Set.of(
            "role",
            "roles",
            "permissions",
            "user_id",
            "owner_id",
            "balance_nanos",
            "declared",
            "multiplier_ppm",
            "share",
            "amount_nanos",
            "gift_nanos");

    private static ApiScene scene;
    private static ApiScene.Somebody admin;

    @BeforeAll
    static void start() {
        scene = new ApiScene();
        admin = scene.somebody("admin");
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    @Test
    void aFieldThatIsNotTheCallersToSayIsRefusedByName() {
        List<String> wrong = new ArrayList<>();
        for (Endpoint<?> endpoint : ApiFile.OPERATIONS) {
            if (!endpoint.changes()) {
                continue;
            }
            List<String> known = new ArrayList<>();
            for (RecordComponent component : endpoint.input().getRecordComponents()) {
                known.add(ApiJson.snake(component.getName()));
            }
            Map<String, Object> body = new HashMap<>();
            NEVER.stream().filter(name -> !known.contains(name)).forEach(name -> body.put(name, "owner"));
            ApiClient.Answer answer = scene.owner.send(endpoint.method(), ApiScene.at(endpoint.path(), "1"), body);
            List<String> told = answer.json().path("fields").findValuesAsText("field");
            if (answer.status() != 400 || !told.containsAll(body.keySet())) {
                wrong.add(endpoint.id() + ": " + answer);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsOpenOrOnesOwnTakesNoRankAndNoMoney() {
        List<String> wrong = new ArrayList<>();
        for (Endpoint<?> endpoint : ApiFile.OPERATIONS) {
            if (endpoint.changes() && (endpoint.permission() == null || endpoint.permission() == Permission.OWN)) {
                look(endpoint.id(), endpoint.input(), wrong);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void look(String where, Class<?> record, List<String> wrong) {
        for (RecordComponent component : record.getRecordComponents()) {
            String name = ApiJson.snake(component.getName());
            if (NOT_ONES_OWN.contains(name)) {
                wrong.add(where + ": " + name);
            }
            if (component.getType().isRecord() && component.getType() != record) {
                look(where + "." + name, component.getType(), wrong);
            }
        }
    }

    private static void refused(ApiClient.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "admin", "operator", "finance", "auditor"})
    void whoMayNotGiveRolesGivesNoneByAnyWay(String role) {
        refused(admin.client()
                .post("/users", Map.of("email", scene.email(), "role", role, "password", ApiScene.PASSWORD)));
        refused(admin.client().post("/users/" + admin.id() + "/role", Map.of("role", role)));
        refused(admin.client().post("/invitations", Map.of("email", scene.email(), "role", role)));
        Map<String, Object> site = new HashMap<>();
        site.put("preset", "oidc");
        site.put("id", "mine");
        site.put("issuer", scene.site.issuer());
        site.put("client_id", "c");
        site.put("client_secret", "s");
        site.put("register", true);
        site.put("role_claim", "groups");
        site.put("roles", Map.of("x", role));
        // for the owner's role whoever asks: a site's word never makes an owner
        assertThat(admin.client().post("/settings/identity-providers", site).status())
                .isIn(400, 403);
    }

    @Test
    void whoMayDoLessTouchesNobodyWhoMayDoMore() {
        ApiScene.Somebody above = scene.somebody("owner");
        String path = "/users/" + above.id();
        ApiClient client = admin.client();
        refused(client.patch(path, Map.of("enabled", false)));
        refused(client.delete(path));
        refused(client.post(path + "/password", Map.of("password", "taken over by admin")));
        refused(client.delete(path + "/sessions"));
        refused(client.delete(path + "/second-factors"));
        for (String action : List.of("disable", "delete")) {
            var bulk = client.post("/users/bulk", Map.of("ids", List.of(above.id()), "action", action));
            assertThat(bulk.json().path("items").get(0).path("done").asBoolean(true))
                    .isFalse();
        }
        assertThat(above.client().get("/session").status()).isEqualTo(200);
    }

    @Test
    void aTokenCanNotBeGivenMoreThanItsMakerHas() {
        refused(admin.client().post("/service-tokens", Map.of("name", "more", "permissions", List.of("roles:write"))));
        Map<String, Object> wish = Map.of("name", "maker", "permissions", List.of("tokens:write", "users:write"));
        String text =
                scene.owner.post("/service-tokens", wish).json().path("text").asText();
        ApiClient program = ApiClient.program(scene.gateway, text);
        refused(program.post("/service-tokens", Map.of("name", "m", "permissions", List.of("credentials:export"))));
        refused(program.post("/users", Map.of("email", scene.email(), "role", "admin")));
        refused(program.post("/invitations", Map.of("email", scene.email(), "gift_nanos", 1)));
        refused(program.delete("/users/" + scene.somebody("owner").id() + "/second-factors"));
    }

    /**
     * A credential is never read back, so it must not be fetched either: whoever lets an account call an address of theirs would be sent
     * the credential with the next call.
     */
    @Test
    void aKeptCredentialIsNotSentToAnotherAddress() {
        ApiClient operator = scene.somebody("operator").client();
        String id = scene.thing("/accounts", scene.owner);
        String path = "/accounts/" + id;
        String elsewhere = scene.site.issuer();
        ApiClient.Answer moved = operator.patch(path, Map.of("base_url", elsewhere));
        assertThat(moved.status()).as(moved.toString()).isEqualTo(400);
        assertThat(moved.json().toString()).contains("credential");
        String name = scene.owner.get(path).json().path("name").asText();
        String text = "name,provider,base_url\n" + name + ",anthropic," + elsewhere + "\n";
        var imported = operator.post("/accounts/import", Map.of("text", text));
        assertThat(imported.json().path("applied").asBoolean(true))
                .as(imported.toString())
                .isFalse();
        assertThat(scene.owner.get(path).json().path("base_url").asText()).doesNotContain(elsewhere);
        Map<String, Object> given = Map.of("type", "api-key", "api_key", "sk-of-the-other-place");
        Map<String, Object> whole = Map.of("base_url", elsewhere, "credential", given, "headers", Map.of());
        ApiClient.Answer anew = operator.patch(path, whole);
        assertThat(anew.status()).as(anew.toString()).isEqualTo(200);
        assertThat(operator.patch(path, Map.of("base_url", elsewhere + "/v1")).status())
                .as("another path of the same place")
                .isEqualTo(200);
    }
}
