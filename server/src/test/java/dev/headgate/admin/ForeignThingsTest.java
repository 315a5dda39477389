package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.identity.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is somebody's own is nobody else's, whatever their role: every operation for one's own things is tried by others, with the id of
 * a thing that is there. They hear what they would hear if it weren't, and it stays as it is.
 */
@Tag("slow")
class ForeignThingsTest {
    /** What all who are signed in have together. */
    private static final Set<String> SHARED = Set.of("/me/pages/{id}/open", "/me/announcements/{id}/read");

    private static ApiScene scene;

    @BeforeAll
    static void start() {
        scene = new ApiScene();
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    static Stream<String> operationsOnOnesOwn() {
        return ApiFile.OPERATIONS.stream()
                .filter(endpoint -> endpoint.permission() == Permission.OWN
                        && endpoint.path().contains("{id}")
                        && !SHARED.contains(endpoint.path()))
                .map(endpoint -> endpoint.method() + " " + endpoint.path());
    }

    @ParameterizedTest
    @MethodSource("operationsOnOnesOwn")
    void anotherHearsThatThereIsNoSuchThing(String operation) {
        String[] parts = operation.split(" ", -1);
        Endpoint<?> endpoint = ApiFile.operation(parts[0], parts[1]);
        String collection = parts[1].substring(0, parts[1].indexOf("/{"));
        ApiScene.Somebody victim = scene.somebody("user");
        String id = scene.thing(collection, victim.client());
        String before = things(victim, collection);
        assertThat(before).as("there is something to protect").contains(id);
        for (ApiClient other : List.of(scene.somebody("user").client(), scene.owner)) {
            ApiScene.Ask ask = scene.ask(endpoint, other);
            String path = ApiScene.at(endpoint.path(), id);
            ApiClient.Answer answer = other.send(endpoint.method(), path, ask.body());
            assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
            assertThat(answer.json().path("detail").asText()).doesNotContain(id);
            ApiClient.Answer nothing = other.send(endpoint.method(), ApiScene.at(endpoint.path(), "4242"), ask.body());
            assertThat(nothing.json().path("detail"))
                    .as("a thing that isn't there sounds alike")
                    .isEqualTo(answer.json().path("detail"));
        }
        assertThat(things(victim, collection)).isEqualTo(before);
    }

    /** Without what changes by looking. */
    private static String things(ApiScene.Somebody victim, String collection) {
        List<String> shown = new ArrayList<>();
        for (JsonNode item : victim.client().get(collection).json().path("items")) {
            shown.add(item.toString().replaceAll("\"(seen_at|used_at)\":\"[^\"]*\"", ""));
        }
        return shown.toString();
    }

    /** A filter for one's own list must not reach into another's. */
    @Test
    void aFilterDoesNotReachIntoAnothersThings() {
        ApiScene.Somebody victim = scene.somebody("user");
        String request = scene.call(victim.client());
        JsonNode call = victim.client().get("/me/requests/" + request).json();
        ApiClient other = scene.somebody("user").client();
        int tried = 0;
        for (Endpoint<?> endpoint : ApiFile.OPERATIONS) {
            if (endpoint.permission() != Permission.OWN || endpoint.changes()) {
                continue;
            }
            for (String field : List.of("key_id", "group_id", "account_id", "user_id")) {
                if (ApiFile.operation(endpoint)
                        .path("parameters")
                        .findValuesAsText("name")
                        .contains(field)) {
                    String value = field.equals("user_id")
                            ? victim.id()
                            : call.path(field).asText("1");
                    ApiClient.Answer answer = other.get(endpoint.path() + "?" + field + "=" + value);
                    assertThat(answer.json().toString())
                            .as(endpoint.path())
                            .doesNotContain(request)
                            .doesNotContain(victim.email())
                            .doesNotContain("\"calls\":1");
                    tried++;
                }
            }
        }
        assertThat(tried).isPositive();
    }

    @Test
    void nobodyMakesAKeyInAGroupThatIsNotOpenToThem() {
        String group = scene.owner
                .post("/groups", Map.of("name", "closed", "opened", false))
                .json()
                .path("id")
                .asText();
        ApiClient somebody = scene.somebody("user").client();
        assertThat(somebody.post("/me/keys", Map.of("name", "k", "group_id", group))
                        .status())
                .isEqualTo(400);
        String id = scene.thing("/me/keys", somebody);
        assertThat(somebody.patch("/me/keys/" + id, Map.of("group_id", group)).status())
                .isEqualTo(400);
    }

    /** An idempotency key is its caller's: another's with the same words is another. */
    @Test
    void aStrangersIdempotencyKeyTellsNothing() {
        ApiClient one = scene.somebody("user").client().header("idempotency-key", "the-same");
        ApiClient two = scene.somebody("user").client().header("idempotency-key", "the-same");
        JsonNode first = one.post("/sessions/end-others", "").json();
        ApiClient.Answer second = two.post("/sessions/end-others", "");
        assertThat(first.path("sessions").asInt()).isZero();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.raw().headers().firstValue("idempotency-replayed")).isEmpty();
        ApiClient stranger = ApiClient.stranger(scene.gateway).header("idempotency-key", "the-same");
        assertThat(stranger.post("/sessions/end-others", "").status()).isEqualTo(401);
    }
}
