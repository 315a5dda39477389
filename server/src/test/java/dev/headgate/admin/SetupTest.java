package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Headgate that nobody owns is set up by whoever can read its terminal, once, and by nobody else. */
@Tag("slow")
class SetupTest {
    @TempDir
    Path folder;

    private static Map<String, Object> owner(String token) {
        return Map.of("token", token, "email", "first@example.com", "password", "a good long password");
    }

    @Test
    void withoutTheTokenNothingIsSetUp() {
        try (TestGateway gateway = TestGateway.start("")) {
            ApiClient stranger = ApiClient.stranger(gateway);
            assertThat(stranger.get("/setup").json().path("needed").asBoolean()).isTrue();
            assertThat(stranger.post("/setup", owner("guessed")).status()).isEqualTo(403);
            assertThat(stranger.post("/setup/store-test", Map.of("token", "guessed", "url", "sqlite:x"))
                            .status())
                    .isEqualTo(403);
            assertThat(stranger.get("/setup").json().path("needed").asBoolean()).isTrue();
        }
    }

    @Test
    void theTokenMakesTheOwnerOnce() {
        try (TestGateway gateway = TestGateway.start("")) {
            ApiClient stranger = ApiClient.stranger(gateway);
            String token = gateway.setupToken();
            assertThat(stranger.post("/setup", Map.of("token", token, "email", "x", "password", "a good long password"))
                            .status())
                    .isEqualTo(400);
            assertThat(stranger.post("/setup", Map.of("token", token, "email", "a@b", "password", "short"))
                            .status())
                    .isEqualTo(400);
            var done = stranger.post("/setup", owner(token));
            assertThat(done.status()).isEqualTo(201);
            assertThat(done.json().path("restart").asBoolean()).isFalse();
            assertThat(stranger.post("/setup", owner(token)).code()).isEqualTo("set_up_already");
            var session =
                    stranger.signIn("first@example.com", "a good long password").get("/session");
            assertThat(session.json().path("role").asText()).isEqualTo("owner");
            gateway.restart();
            assertThat(stranger.get("/setup").json().path("needed").asBoolean()).isFalse();
        }
    }

    @Test
    void aStoreIsTriedStepByStepWithoutShowingItsPassword() {
        try (TestGateway gateway = TestGateway.start("")) {
            ApiClient stranger = ApiClient.stranger(gateway);
            String token = gateway.setupToken();
            var good = stranger.post(
                    "/setup/store-test", Map.of("token", token, "url", "sqlite:" + folder.resolve("other.db")));
            assertThat(good.json().path("ok").asBoolean()).isTrue();
            assertThat(good.json().path("steps").size()).isEqualTo(3);
            var bad = stranger.post(
                    "/setup/store-test", Map.of("token", token, "url", "postgresql://u:hush@127.0.0.1:1/db"));
            assertThat(bad.json().path("ok").asBoolean()).isFalse();
            assertThat(bad.json().toString()).doesNotContain("hush");
        }
    }
}
