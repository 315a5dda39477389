package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nobody learns from outside who has an account: answers about a known and an unknown address are alike, and so is the work done
 * before them. (What a sign-in takes is in SignInSecurityTest.)
 */
@Tag("slow")
class EqualAnswersTest {
    private static ApiScene scene;

    @BeforeAll
    static void start() {
        scene = new ApiScene();
    }

    @AfterAll
    static void stop() {
        scene.close();
    }

    private static String shape(ApiClient.Answer answer) {
        TreeMap<String, Object> headers = new TreeMap<>(answer.raw().headers().map());
        headers.remove("x-request-id");
        headers.remove("date");
        JsonNode body = answer.json().deepCopy();
        if (body instanceof com.fasterxml.jackson.databind.node.ObjectNode object) {
            object.remove("request_id");
        }
        return answer.status() + " " + headers + " " + body;
    }

    private static String asked(String path, Map<String, Object> body) {
        return shape(ApiClient.stranger(scene.gateway).post(path, body));
    }

    /** The letters are written later, by another thread: the answer waits for neither look-up nor letter. */
    @Test
    void askingForALetterTellsNothing() {
        String known = scene.somebody("user").email();
        for (String path : new String[] {"/password-reset", "/registration"}) {
            String one = asked(path, Map.of("email", known));
            String other = asked(path, Map.of("email", scene.email()));
            assertThat(one).as(path).isEqualTo(other).startsWith("204");
        }
    }

    @Test
    void signInTellsNothing() {
        String known = scene.somebody("user").email();
        String one = asked("/session", Map.of("email", known, "password", "not the right one"));
        String other = asked("/session", Map.of("email", scene.email(), "password", "not the right one"));
        assertThat(one).isEqualTo(other).startsWith("401");
        String disabled = scene.email();
        String id = ApiScene.id(scene.owner
                .post("/users", Map.of("email", disabled, "role", "user", "password", ApiScene.PASSWORD))
                .json());
        scene.owner.patch("/users/" + id, Map.of("enabled", false));
        assertThat(asked("/session", Map.of("email", disabled, "password", ApiScene.PASSWORD)))
                .as("a disabled account, with the right password")
                .isEqualTo(other);
        String withoutPassword = scene.email();
        scene.owner.post("/users", Map.of("email", withoutPassword));
        assertThat(asked("/session", Map.of("email", withoutPassword, "password", "not the right one")))
                .isEqualTo(other);
    }

    /** Not even to who is signed in and wants to change their own address. */
    @Test
    void changingOnesAddressTellsNothing() {
        ApiClient somebody = scene.somebody("user").client();
        String one = shape(somebody.post(
                "/profile/email", Map.of("email", scene.somebody("user").email())));
        assertThat(one).isEqualTo(shape(somebody.post("/profile/email", Map.of("email", scene.email()))));
    }

    @Test
    void aGuessedLinkTellsNothing() {
        for (String path : new String[] {"/password-reset/finish", "/registration/finish", "/invitations/accept"}) {
            ApiClient.Answer answer = ApiClient.stranger(scene.gateway)
                    .post(path, Map.of("token", "guessed", "password", ApiScene.PASSWORD));
            assertThat(answer.status()).as(path).isIn(403, 404);
        }
    }
}
