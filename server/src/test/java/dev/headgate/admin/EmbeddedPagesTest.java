package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.app.Edges;
import dev.headgate.app.TestGateway;
import dev.headgate.testkit.ManualClock;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pages of other systems are told, judged by the check that the guide shows, and what they can't be or be told. */
@Tag("slow")
class EmbeddedPagesTest {
    private static final String PASSWORD = "a long enough password";
    private static final String PAGE = "https://pay.example.com";
    private static final Path GUIDE = Path.of("../docs/guides/embedded-pages.md");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));
    private TestGateway gateway;
    private ApiClient owner;
    private ApiClient user;
    private String userId;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        Edges system = Edges.system();
        gateway = TestGateway.start(
                "bootstrap: { admin-email: " + ApiClient.ADMIN + ", admin-password: \"" + ApiClient.PASSWORD + "\" }",
                TestGateway.More.NONE,
                new Edges(clock, system.ticker(), system.random(), system.out(), null));
        owner = ApiClient.owner(gateway);
        userId = owner.post("/users", Map.of("email", "u@example.com", "role", "user", "password", PASSWORD))
                .json()
                .path("id")
                .asText();
        user = ApiClient.stranger(gateway).signIn("u@example.com", PASSWORD);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String add(Map<String, Object> page) {
        var made = owner.post("/pages", page);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return made.json().path("id").asText();
    }

    private String issuer() {
        return "http://127.0.0.1:" + gateway.port();
    }

    private static Map<String, String> query(String url) {
        Map<String, String> found = new HashMap<>();
        for (String pair : URI.create(url).getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            found.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return found;
    }

    private String tokenFor(ApiClient reader, String page) {
        var opened = reader.post("/me/pages/" + page + "/open", Map.of());
        assertThat(opened.status()).as(opened.toString()).isEqualTo(200);
        return query(opened.json().path("url").asText()).get("token");
    }

    /** What the guide's check says of tokens: the claims, or {@code refused: why}. */
    private List<String> judged(String audience, String... tokens) throws Exception {
        String guide = Files.readString(GUIDE);
        int from = guide.indexOf("```js\n", guide.indexOf("## Checking it")) + 6;
        Files.writeString(folder.resolve("check.mjs"), guide.substring(from, guide.indexOf("```", from)));
        Files.writeString(folder.resolve("run.mjs"), """
                import { readerOf } from './check.mjs';
                const [jwks, issuer, audience, now, ...tokens] = process.argv.slice(2);
                for (const token of tokens) {
                  try {
                    console.log(JSON.stringify(await readerOf(token, { jwks, issuer, audience, now: Number(now) })));
                  } catch (e) {
                    console.log('refused: ' + e.message);
                  }
                }
                """);
        List<String> command = new ArrayList<>(List.of(
                "node",
                "run.mjs",
                issuer() + "/api/v1/pages/jwks.json",
                issuer(),
                audience,
                Long.toString(clock.instant().getEpochSecond())));
        command.addAll(List.of(tokens));
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(said);
        assertThat(lines).as(String.join("\n", lines)).hasSameSizeAs(tokens);
        return lines;
    }

    @Test
    void thePageLearnsWhoLooksAndCanCheckIt() throws Exception {
        String page = add(Map.of("label", "Top up", "url", PAGE + "/start?shop=1#top"));
        var opened = user.post("/me/pages/" + page + "/open", Map.of("theme", "dark", "lang", "zh-CN"));
        String url = opened.json().path("url").asText();
        assertThat(url).startsWith(PAGE + "/start?shop=1&user_id=" + userId).endsWith("#top");
        assertThat(query(url))
                .containsEntry("theme", "dark")
                .containsEntry("lang", "zh-CN")
                .containsEntry("ui_mode", "embedded");
        assertThat(opened.json().path("expires_at").asText()).isEqualTo("2026-03-01T12:05:00Z");

        JsonNode claims = JSON.readTree(judged(PAGE, query(url).get("token")).getFirst());
        assertThat(claims.path("sub").asText()).isEqualTo(userId);
        assertThat(claims.path("role").asText()).isEqualTo("user");
        assertThat(claims.path("page").asText()).isEqualTo(page);
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
        JsonNode other = JSON.readTree(judged(PAGE, tokenFor(user, page)).getFirst());
        assertThat(other.path("jti").asText())
                .isNotEmpty()
                .isNotEqualTo(claims.path("jti").asText());
        assertThat(gateway.headgate()
                        .store()
                        .<String>read(handle -> handle.createQuery(
                                        "select value_json from settings where topic = 'page-signing'")
                                .mapTo(String.class)
                                .one()))
                .as("the private key rests sealed")
                .doesNotContain("MC4CAQAwBQYDK2Vw");
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hs256(String signed, byte[] secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        byte[] made = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(made);
    }

    @Test
    void whatHeadgateDidNotSignIsRefused() throws Exception {
        String page = add(Map.of("label", "Top up", "url", PAGE));
        String good = tokenFor(user, page);
        String[] parts = good.split("\\.", -1);
        String owners = tokenFor(owner, page).split("\\.", -1)[1];
        JsonNode key = user.get("/pages/jwks.json").json().path("keys").get(0);
        assertThat(key.has("d")).as("no private part").isFalse();
        String kid = key.path("kid").asText();
        String none = part("{\"alg\":\"none\",\"kid\":\"" + kid + "\"}") + "." + parts[1];
        String hmac = part("{\"alg\":\"HS256\",\"kid\":\"" + kid + "\"}") + "." + owners;
        byte[] publicKey = Base64.getUrlDecoder().decode(key.path("x").asText());
        assertThat(judged(
                        PAGE,
                        good,
                        none + ".",
                        none + "." + parts[2],
                        hs256(hmac, publicKey),
                        hs256(hmac, key.path("x").asText().getBytes(StandardCharsets.UTF_8)),
                        parts[0] + "." + owners + "." + parts[2],
                        part("{\"alg\":\"EdDSA\",\"kid\":\"other\"}") + "." + parts[1] + "." + parts[2],
                        good + ".x"))
                .satisfies(said -> {
                    assertThat(said.getFirst()).startsWith("{");
                    assertThat(said.subList(1, said.size())).allMatch(one -> one.startsWith("refused: "));
                    assertThat(said.get(5)).isEqualTo("refused: not genuine");
                });
    }

    @Test
    void aTokenIsForOnePageAndFiveMinutes() throws Exception {
        String page = add(Map.of("label", "Top up", "url", PAGE + ":8443/a"));
        String token = tokenFor(user, page);
        assertThat(judged(PAGE, token)).containsExactly("refused: not for this page");
        clock.advance(Duration.ofSeconds(299));
        assertThat(judged(PAGE + ":8443", token).getFirst()).startsWith("{");
        clock.advance(Duration.ofSeconds(1));
        assertThat(judged(PAGE + ":8443", token)).containsExactly("refused: over");
    }

    @Test
    void anOldKeyIsPublishedWhileItsTokensLive() throws Exception {
        String page = add(Map.of("label", "Top up", "url", PAGE));
        String before = tokenFor(user, page);
        var rotated = owner.post("/pages/rotate-key", Map.of());
        assertThat(rotated.status()).isEqualTo(200);
        assertThat(user.post("/pages/rotate-key", Map.of()).status()).isEqualTo(403);
        assertThat(judged(PAGE, before, tokenFor(user, page))).allMatch(one -> one.startsWith("{"));
        clock.advance(Duration.ofMinutes(6));
        JsonNode keys =
                ApiClient.stranger(gateway).get("/pages/jwks.json").json().path("keys");
        assertThat(keys).hasSize(1);
        assertThat(keys.get(0).path("kid").asText())
                .isEqualTo(rotated.json().path("kid").asText());
    }

    @Test
    void entriesAreForTheirRolesInTheirOrderAndLanguage() {
        String all = add(Map.of("label", "Wiki", "url", "https://wiki.example.com", "labels", Map.of("zh", "维基")));
        String admins =
                add(Map.of("label", "Tickets", "url", PAGE, "roles", List.of("admin", "owner"), "new_tab", true));
        String off = add(Map.of("label", "Off", "url", PAGE, "enabled", false));
        assertThat(labels(user, "zh-CN")).containsExactly("维基");
        assertThat(labels(owner, "en")).containsExactly("Wiki", "Tickets");
        assertThat(user.post("/me/pages/" + admins + "/open", Map.of()).status())
                .isEqualTo(404);
        assertThat(owner.post("/me/pages/" + off + "/open", Map.of()).status()).isEqualTo(404);

        assertThat(owner.post("/pages/order", Map.of("ids", List.of(admins, off, all)))
                        .status())
                .isEqualTo(204);
        assertThat(labels(owner, "en")).containsExactly("Tickets", "Wiki");
        assertThat(owner.post("/pages/order", Map.of("ids", List.of(admins, off)))
                        .status())
                .isEqualTo(400);
        assertThat(owner.patch("/pages/" + off, Map.of("enabled", true))
                        .json()
                        .path("enabled")
                        .asBoolean())
                .isTrue();
        assertThat(owner.delete("/pages/" + all).status()).isEqualTo(204);
        assertThat(owner.delete("/pages/" + all).status()).isEqualTo(404);
        assertThat(labels(user, "en")).containsExactly("Off");
        assertThat(user.get("/pages").status()).isEqualTo(403);
        assertThat(user.post("/pages", Map.of("label", "x", "url", PAGE)).status())
                .isEqualTo(403);
    }

    private static List<String> labels(ApiClient reader, String language) {
        List<String> found = new ArrayList<>();
        reader.get("/me/pages?lang=" + language)
                .json()
                .path("items")
                .forEach(page -> found.add(page.path("label").asText()));
        return found;
    }

    @Test
    void aPageThatIsToldNothingGetsItsAddressAsItStands() {
        String page = add(Map.of("label", "Status", "url", PAGE + "/?token=own", "pass_nothing", true));
        JsonNode opened = user.post("/me/pages/" + page + "/open", Map.of()).json();
        assertThat(opened.path("url").asText()).isEqualTo(PAGE + "/?token=own");
        assertThat(opened.path("expires_at").isNull()).isTrue();
        assertThat(owner.patch("/pages/" + page, Map.of("pass_nothing", false)).status())
                .as("its parameter would stand there twice")
                .isEqualTo(400);
    }

    @Test
    void addressesThatWouldHarmTheReaderAreRefused() {
        for (String url : List.of(
                "javascript:alert(1)",
                "data:text/html,x",
                "//pay.example.com/",
                "/start",
                "ftp://pay.example.com/",
                "http://pay.example.com/",
                "https://user:secret@pay.example.com/",
                "https://pay.example.com;script-src *",
                "https://pay.example.com\r\nx-evil: 1",
                "https://pay_1.example.com/",
                "https://pay.example.com/?user_id=1",
                issuer() + "/api/v1/session")) {
            assertThat(owner.post("/pages", Map.of("label", "x", "url", url)).status())
                    .as(url)
                    .isEqualTo(400);
        }
        add(Map.of("label", "Local", "url", "http://localhost:1/"));
        add(Map.of("label", "Own", "url", issuer() + "/console/", "new_tab", true));
        String inert = add(Map.of("label", "<img src=x onerror=alert(1)>", "url", PAGE));
        assertThat(owner.get("/pages").json().path("items").toString()).contains("<img src=x");
        assertThat(owner.patch("/pages/" + inert, Map.of("label", "two\nlines")).status())
                .isEqualTo(400);
        assertThat(user.post("/me/pages/" + inert + "/open", Map.of("theme", "x&a=b"))
                        .status())
                .isEqualTo(400);
    }
}
