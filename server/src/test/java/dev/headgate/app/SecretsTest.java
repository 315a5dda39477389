package dev.headgate.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.headgate.config.ConfigException;
import dev.headgate.fake.Script;
import dev.headgate.fake.VendorErrors;
import dev.headgate.testkit.HttpCaller;
import dev.headgate.testkit.HttpCaller.Ask;
import dev.headgate.testkit.HttpCaller.Reply;
import dev.headgate.testkit.RawConnection;
import dev.headgate.usage.UsageExport;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Plants secrets, drives a whole gateway through successes and every kind of failure, and looks for them in all that leaves it:
 * answers, logs down to DEBUG, metrics, exports, command output, exception texts, the database and the journal.
 */
@Tag("slow")
class SecretsTest {
    private static final String METRICS_TOKEN = "planted-metrics-token-77";
    private static final String MASTER_KEY = "cGxhbnRlZC1tYXN0ZXIta2V5LW9mLTMyLWJ5dGVzISE=";
    private static final String DATABASE = "planted-database-password";
    private static final String WRONG_KEY = "sk-hg-planted-wrong-0123456789";
    private static final String FILE_SECRET = "planted-file-secret-1234";
    private static final List<String> PLANTED = List.of(
            TestGateway.KEY,
            TestGateway.POOR_KEY,
            TestGateway.UPSTREAM_KEY,
            TestGateway.UPSTREAM_KEY_2,
            METRICS_TOKEN,
            MASTER_KEY,
            "planted-master-key-of-32-bytes!!",
            DATABASE,
            WRONG_KEY,
            FILE_SECRET);

    private final StringBuilder answers = new StringBuilder();

    /** Everything that is logged anywhere, with stack traces. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final Queue<String> all = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            all.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + trace);
        }
    }

    private static void assertClean(String where, String text) {
        for (String secret : PLANTED) {
            assertThat(text.lines().filter(line -> line.contains(secret)).findFirst())
                    .as(where + " shows " + secret)
                    .isEmpty();
        }
    }

    @Test
    void nothingThatLeavesTheGatewayShowsASecret() throws Exception {
        Lines lines = new Lines();
        lines.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Edges edges = new Edges(
                InstantSource.system(),
                System::nanoTime,
                new SecureRandom(),
                new PrintStream(printed, true, UTF_8),
                null);
        root.setLevel(Level.DEBUG);
        Logger ours = root.getLoggerContext().getLogger("dev.headgate"); // commands of other tests may have set it
        Level oursBefore = ours.getLevel();
        ours.setLevel(null);
        root.addAppender(lines);
        Path folder;
        try (TestGateway gateway = TestGateway.start(
                "metrics: { token: " + METRICS_TOKEN + " }\nsecrets: { master-key: \"" + MASTER_KEY
                        + "\" }\ngateway: { idle-timeout: 1s, first-byte-timeout: 1s, body-timeout: 1s }",
                TestGateway.Pool.NONE,
                edges)) {
            folder = gateway.folder();
            for (HttpVersion version : new HttpVersion[] {HttpVersion.HTTP_1_1, HttpVersion.HTTP_2}) {
                try (HttpCaller caller = new HttpCaller(version, gateway.port())) {
                    driveWell(caller);
                    driveBadly(gateway, caller);
                    driveUpstreamFailures(gateway, caller);
                    metrics(caller);
                }
            }
            malformed(gateway);
            String made = madeKey(gateway, printed);
            assertClean("an answer", answers.toString());
            assertThat(answers.toString()).doesNotContain(made);
            assertClean("the usage export", exported(gateway, UsageExport.Format.JSONL));
            assertClean("the usage export", exported(gateway, UsageExport.Format.CSV));
            assertThat(exported(gateway, UsageExport.Format.CSV)).contains("openai-chat");
            String logged = String.join("\n", lines.all);
            assertClean("the log", logged);
            assertThat(logged)
                    .doesNotContain(made)
                    .contains("client=127.0.0.1")
                    .contains("needs attention")
                    .contains("DEBUG");
            assertThat(printed.toString(UTF_8).split(made, -1))
                    .as("the made key is printed once")
                    .hasSize(2);
            assertClean("the terminal", printed.toString(UTF_8));
            files(folder, made);
        } finally {
            root.detachAppender(lines);
            root.setLevel(before);
            ours.setLevel(oursBefore);
        }
        files(folder, "nothing but the planted");
    }

    private void keep(Reply reply) {
        answers.append(reply.status())
                .append(reply.headers())
                .append(reply.text())
                .append('\n');
    }

    private void driveWell(HttpCaller caller) {
        for (Endpoint endpoint : Endpoint.operations()) {
            Ask ask = Ask.post(endpoint.path(), TestGateway.KEY, endpoint.body());
            keep(caller.call(ask));
            keep(caller.call(Ask.post(endpoint.path() + "?key=" + TestGateway.KEY, "", endpoint.body())
                    .withoutKey()));
            keep(caller.call(ask.with("authorization", "Bearer " + TestGateway.KEY)));
        }
        for (String path : new String[] {"/v1/models", "/v1/usage", "/v1beta/models", "/health/ready"}) {
            keep(caller.call(new Ask("GET", path, Map.of("x-api-key", TestGateway.KEY), new byte[0], false)));
        }
    }

    private void driveBadly(TestGateway gateway, HttpCaller caller) {
        for (Endpoint endpoint : Endpoint.operations()) {
            keep(caller.call(Ask.post(endpoint.path(), WRONG_KEY, endpoint.body())));
            keep(caller.call(Ask.post(endpoint.path() + "?key=" + WRONG_KEY, "", endpoint.body())
                    .withoutKey()));
            keep(caller.call(Ask.post(endpoint.path(), TestGateway.POOR_KEY, "{\"model\":\"no-such\"}")));
            keep(caller.call(Ask.post(endpoint.path(), TestGateway.KEY, "{\"model\":")));
            keep(caller.call(
                    Ask.post(endpoint.path(), TestGateway.KEY, endpoint.body()).method("PUT")));
        }
        keep(caller.call(Ask.post("/nothing?key=" + TestGateway.KEY, TestGateway.KEY, "{}")));
        assertThat(gateway.headgate().inFlight()).isZero();
    }

    /** Providers that quote the credential, in every kind of refusal. */
    private void driveUpstreamFailures(TestGateway gateway, HttpCaller caller) {
        for (int status : new int[] {400, 401, 402, 403, 404, 422, 429, 500, 503, 529}) {
            for (boolean zipped : new boolean[] {false, true}) {
                for (String key : new String[] {TestGateway.UPSTREAM_KEY, TestGateway.UPSTREAM_KEY_2}) {
                    String quoting = "{\"error\":{\"message\":\"key " + key + " is wrong\"}}";
                    Script refusal = Script.json(status, quoting).header("x-hint", key);
                    gateway.fake().forKey(key, zipped ? refusal.gzip() : refusal);
                }
                keep(caller.call(
                        Ask.post("/v1/messages", TestGateway.KEY, claude(false)).with("accept-encoding", "gzip")));
                keep(caller.call(Ask.post("/v1/messages", TestGateway.KEY, claude(true))));
            }
        }
        gateway.fake().reset();
        for (Script script : List.of(
                VendorErrors.anthropicOverloadedInside200(),
                Script.garbage(),
                Script.resetBeforeHeaders(),
                Script.stallBeforeHeaders(),
                gateway.fake().named("half-event", "/v1/messages"),
                gateway.fake().named("stall-after;bytes=400", "/v1/messages"))) {
            gateway.fake().enqueue(script);
            keep(caller.call(Ask.post("/v1/messages", TestGateway.KEY, claude(true))));
        }
        gateway.fake().reset();
    }

    private static String claude(boolean stream) {
        return "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"stream\":" + stream + ",\"messages\":[]}";
    }

    private void metrics(HttpCaller caller) {
        Ask ask = new Ask("GET", "/metrics", Map.of(), new byte[0], false);
        keep(caller.call(ask));
        keep(caller.call(ask.with("authorization", "Bearer " + WRONG_KEY)));
        Reply all = caller.call(ask.with("authorization", "Bearer " + METRICS_TOKEN));
        keep(all);
        assertThat(all.text()).contains("headgate_requests_total");
    }

    private void malformed(TestGateway gateway) {
        for (String request : new String[] {
            "GET /v1/models HTTP/1.1\r\nhost: x\r\nx-api-key: " + TestGateway.KEY + "\0\r\n\r\n",
            "GET /v1/models?key=" + TestGateway.KEY + " HTTP/7.7\r\nhost: x\r\n\r\n",
            "POST /v1/messages HTTP/1.1\r\nx-api-key: " + TestGateway.KEY + "\r\n\r\n",
            "POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: " + TestGateway.KEY
                    + "\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"
        }) {
            try (RawConnection connection = RawConnection.open(gateway.port())) {
                connection.send(request);
                answers.append(connection.readToEnd());
            }
        }
    }

    /** A key that the file names without its text: made, printed once on the operator's terminal, and nowhere else. */
    private static String madeKey(TestGateway gateway, ByteArrayOutputStream printed) {
        String made = "    - { name: made, user: test@example.com }\n";
        gateway.redeclare(yaml -> yaml.replace("  keys:\n", "  keys:\n" + made));
        gateway.redeclare(yaml -> yaml.replace("  keys:\n", "  keys:\n" + made));
        String line = printed.toString(UTF_8)
                .lines()
                .filter(said -> said.startsWith("key made of"))
                .findFirst()
                .orElseThrow();
        String key = line.substring(line.lastIndexOf(' ') + 1);
        byte[] body = "{\"model\":\"gpt-4o-mini\",\"messages\":[]}".getBytes(UTF_8);
        assertThat(gateway.post("/v1/chat/completions", body, key).statusCode()).isEqualTo(200);
        return key;
    }

    private static String exported(TestGateway gateway, UsageExport.Format format) {
        StringWriter out = new StringWriter();
        UsageExport.write(gateway.headgate().store(), format, null, null, out);
        return out.toString();
    }

    /** SQLite's files and the journal, byte for byte. */
    private static void files(Path folder, String made) throws IOException {
        int looked = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
                assertClean(folder.relativize(file).toString(), bytes);
                assertThat(bytes.contains(made))
                        .as(file + " shows the made key")
                        .isFalse();
                looked++;
            }
        }
        assertThat(looked).isGreaterThan(1);
    }

    private static String said(String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        Main.commandLine().setOut(out).setErr(out).execute(arguments);
        return said.toString();
    }

    /** What goes wrong with settings is told with key, value and expectation, but for values that are secret. */
    @Test
    void settingsThatAreWrongAreToldWithoutTheirSecrets(@TempDir Path folder) throws IOException {
        String account = "declare:\n  accounts:\n    - { name: a, provider: openai, ";
        String[] wrongs = {
            "store: { url: \"mysql://user:" + DATABASE + "@host/db\" }",
            "store: { url: \"postgresql://user:" + DATABASE + " @host/db\" }",
            "store: { url: \"postgresql://user:" + DATABASE + "@ho st/db\" }",
            "store: { url: \"postgresql://user:" + DATABASE + "@/db\" }",
            "secrets: { master-key: " + FILE_SECRET + " }",
            "metrics: { token: [" + FILE_SECRET + "] }",
            "metrics: { token: " + FILE_SECRET + ", prt: 1 }",
            account + "credential: " + FILE_SECRET + " }",
            account + "credential: { type: api-key, api-key: { a: " + FILE_SECRET + " } } }",
            account + "credential: { type: api-key, api-kee: " + FILE_SECRET + " } }",
            account + "base-url: \"https://user:" + FILE_SECRET + "@host\" }",
            account + "base-url: \"https://user:" + FILE_SECRET + "@ho st\" }",
            "server: { public-url: \"https://user:" + FILE_SECRET + "@host\" }",
            "declare:\n  keys:\n    - { name: a, user: b@example.com, key: short-" + FILE_SECRET.substring(0, 1) + " }",
            "declare:\n  keys:\n    - { name: a, user: nobody@example.com, key: " + FILE_SECRET + " }",
            "metrics:\n  token: \"" + FILE_SECRET + "\n",
            "metrics:\n  token: " + FILE_SECRET + "\n   x: 1\n",
            "metrics:\n  token: " + FILE_SECRET + ": 5: x\n",
            "metrics:\n  token: @" + FILE_SECRET + "\n",
            "metrics:\n  token: {" + FILE_SECRET + "\n",
        };
        for (String wrong : wrongs) {
            Path file =
                    Files.writeString(folder.resolve("wrong.yaml"), "data: " + folder.resolve("data") + "\n" + wrong);
            for (String command : new String[] {"check-config", "serve", "keys"}) {
                String said = said(command, "--config", file.toString());
                assertThat(said.isBlank() && command.equals("check-config"))
                        .as(wrong)
                        .isFalse();
                assertClean(command + " of " + wrong, said);
            }
        }
    }

    @Test
    void whatIsRightIsToldWithoutSecretsToo(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("right.yaml"), """
                data: %s
                store: { url: "postgresql://user:%s@127.0.0.1:1/db" }
                secrets: { master-key: "%s" }
                metrics: { token: %s }
                declare:
                  accounts: [{ name: a, provider: openai, credential: { type: api-key, api-key: %s } }]
                  users: [{ email: a@example.com }]
                  keys: [{ name: k, user: a@example.com, key: %s }]
                """.formatted(
                        folder.resolve("data"),
                        DATABASE,
                        MASTER_KEY,
                        METRICS_TOKEN,
                        TestGateway.UPSTREAM_KEY,
                        TestGateway.KEY));

        String checked = said("check-config", "--config", file.toString());

        assertThat(checked).contains("The configuration is valid");
        assertClean("check-config", checked);
        assertClean("keys", said("keys", "--config", file.toString()));
        HeadgateConfig config = ConfigLoader.load(file, Map.of());
        assertClean("the settings as text", config.toString());
        String trace = "";
        try (Headgate never = Headgate.start(config, Edges.system())) {
            throw new AssertionError("served without a database on port " + never.port());
        } catch (ConfigException e) {
            throw e;
        } catch (RuntimeException e) {
            trace = ThrowableProxyUtil.asString(new ThrowableProxy(e));
        }
        assertThat(trace).isNotBlank();
        assertClean("the failure of a database that is away", trace);
    }
}
