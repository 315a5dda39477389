package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Role;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What moves money is said only by those who may move money, also where it is one field among others: an operator who could set a
 * group's factor to nothing would give away what the accounts cost. Each such field of each operation is tried by each role.
 */
@Tag("slow")
class FieldRightsTest {
    /** What a field that moves money is called. */
    private static final Pattern MONEY =
            Pattern.compile(".*(_nanos|_picos|multiplier|billing|unknown_model|gift|balance|opened).*");

    private static final Set<Permission> OF_MONEY = Set.of(Permission.MONEY_WRITE, Permission.PRICES_WRITE);
    private static ApiScene scene;

    @BeforeAll
    static void start() {
        scene = new ApiScene();
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    /** A field of an operation and what saying it needs. */
    private record Case(Endpoint<?> endpoint, FieldRights.Guarded guarded) {
        @Override
        public String toString() {
            return endpoint.id() + " " + guarded.field();
        }
    }

    private static List<Case> cases() {
        return ApiFile.OPERATIONS.stream()
                .flatMap(endpoint -> FieldRights.of(endpoint.input()).stream().map(field -> new Case(endpoint, field)))
                .toList();
    }

    @Test
    void theseFieldsNeedMoreThanTheirOperation() {
        assertThat(cases().stream()
                        .map(one -> one + " " + one.guarded().permission().id()))
                .containsExactlyInAnyOrder(
                        "groups.create multiplier_ppm money:write",
                        "groups.create billing money:write",
                        "groups.create unknown_model money:write",
                        "groups.create opened money:write",
                        "groups.change opened money:write",
                        "groups.change multiplier_ppm money:write",
                        "groups.change billing money:write",
                        "groups.change unknown_model money:write",
                        "users.create multiplier_ppm money:write",
                        "users.change multiplier_ppm money:write",
                        "invitations.create gift_nanos money:write",
                        "settings.registration.change balance_nanos money:write");
    }

    /** A new field that moves money must not come in without its permission. */
    @Test
    void noFieldOfMoneyIsForgotten() {
        List<String> forgotten = new ArrayList<>();
        for (Endpoint<?> endpoint : ApiFile.OPERATIONS) {
            boolean guarded = endpoint.permission() != null && OF_MONEY.contains(endpoint.permission());
            if (!endpoint.changes() || guarded) {
                continue;
            }
            for (RecordComponent component : endpoint.input().getRecordComponents()) {
                String name = ApiJson.snake(component.getName());
                if (MONEY.matcher(name).matches() && !component.isAnnotationPresent(Needs.class)) {
                    forgotten.add(endpoint.id() + " " + name);
                }
            }
        }
        assertThat(forgotten).isEmpty();
    }

    /** The example of the file, with the field or without any such field. */
    private static ApiClient.Answer send(Case one, ApiClient who, boolean saysIt) {
        ApiScene.Ask ask = scene.ask(one.endpoint(), scene.owner);
        ObjectNode body = (ObjectNode) java.util.Objects.requireNonNull(ask.body());
        assertThat(body.has(one.guarded().field())).as("the example of %s", one).isTrue();
        for (FieldRights.Guarded other : FieldRights.of(one.endpoint().input())) {
            if (!saysIt || !other.equals(one.guarded())) {
                body.remove(other.field());
            }
        }
        body.remove("role"); // needs a permission of its own
        body.remove("password");
        return who.send(ask.method(), ask.path(), body);
    }

    private static void check(Case one, ApiClient who, boolean may) {
        ApiClient.Answer without = send(one, who, false);
        assertThat(without.status()).as(one + " without it: " + without).isLessThan(300);
        ApiClient.Answer with = send(one, who, true);
        if (may) {
            assertThat(with.status()).as(one + ": " + with).isLessThan(300);
            return;
        }
        assertThat(with.status()).as(one + ": " + with).isEqualTo(403);
        assertThat(with.json().path("detail").asText())
                .contains(one.guarded().field())
                .contains(one.guarded().permission().id());
        assertThat(with.json().path("fields").findValuesAsText("field"))
                .containsExactly(one.guarded().field());
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aRoleSaysWhatItsPermissionsAllowAndNothingElse(Role role) {
        ApiClient client = scene.somebody(role.id()).client();
        for (Case one : cases()) {
            Permission needed = one.endpoint().permission();
            if (needed != null && role.may(needed)) {
                check(one, client, role.may(one.guarded().permission()));
            }
        }
    }

    @Test
    void aServiceTokenSaysWhatItsPermissionsAllowAndNothingElse() {
        for (Case one : cases()) {
            String operation = java.util.Objects.requireNonNull(one.endpoint().permission())
                    .id();
            check(one, token(operation), false);
            check(one, token(operation, one.guarded().permission().id()), true);
        }
    }

    private static ApiClient token(String... permissions) {
        var made = scene.owner.post(
                "/service-tokens", Map.of("name", "t-" + scene.next(), "permissions", List.of(permissions)));
        return ApiClient.program(scene.gateway, made.json().path("text").asText());
    }

    /** Who keeps the money sets what a group charges, and nothing else of it. */
    @Test
    void whoKeepsTheMoneySetsAGroupsTerms() {
        ApiClient finance = scene.somebody("finance").client();
        String path = "/groups/"
                + ApiScene.id(scene.owner
                        .post("/groups", Map.of("name", "terms-" + scene.next()))
                        .json());
        var changed = finance.patch(path + "/terms", Map.of("multiplier_ppm", 1_500_000, "billing", "balance"));
        assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
        assertThat(changed.json().path("multiplier_ppm").asInt()).isEqualTo(1_500_000);
        assertThat(changed.json().path("billing").asText()).isEqualTo("balance");
        assertThat(finance.patch(path, Map.of("multiplier_ppm", 1)).status()).isEqualTo(403);
        assertThat(finance.patch(path + "/terms", Map.of("opened", true)).status())
                .isEqualTo(400);
        ApiClient operator = scene.somebody("operator").client();
        assertThat(operator.patch(path + "/terms", Map.of("multiplier_ppm", 1)).status())
                .isEqualTo(403);
    }

    /** Null says nothing: a form that leaves a field empty isn't refused for it. */
    @Test
    void aFieldThatIsNullIsNotSaid() {
        ApiClient operator = scene.somebody("operator").client();
        ObjectNode body = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .objectNode()
                .put("name", "by-operator-" + scene.next())
                .putNull("multiplier_ppm")
                .putNull("billing");
        ApiClient.Answer made = operator.post("/groups", body);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(Stream.of("multiplier_ppm", "billing")
                        .map(field -> made.json().path(field).asText()))
                .containsExactly("1000000", "none");
    }
}
