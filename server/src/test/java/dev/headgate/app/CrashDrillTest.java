package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.billing.Ledger;
import dev.headgate.fake.FakeOptions;
import dev.headgate.fake.FakeUpstream;
import dev.headgate.store.Store;
import dev.headgate.usage.UsageExport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 5: kills the real server with SIGKILL at random instants under load; every call whose last byte a client saw is charged
 * exactly once. {@code -Dheadgate.crash.rounds=200} makes it long.
 */
@Tag("slow")
class CrashDrillTest {
    private static final String KEY = "sk-hg-crash-0123456789abcdef";

    @Test
    void everyCallWhoseEndWasSeenIsChargedOnce(@TempDir Path folder) throws Exception {
        int rounds = Integer.getInteger("headgate.crash.rounds", 5);
        long seed = Long.getLong("headgate.crash.seed", System.nanoTime());
        Random random = new Random(seed);
        Set<String> seenWhole = ConcurrentHashMap.newKeySet();
        try (FakeUpstream fake = FakeUpstream.start(FakeOptions.DEFAULTS)) {
            Path settings = folder.resolve("headgate.yaml");
            Files.writeString(settings, """
                    server: { port: 0 }
                    data: %s
                    declare:
                      accounts:
                        - { name: a, provider: anthropic, base-url: "%s", concurrency: 1000, credential: { type: api-key, api-key: k } }
                      users: [{ email: crash@example.com }]
                      keys: [{ name: crash, user: crash@example.com, key: "%s" }]
                    """.formatted(folder.resolve("data"), fake.baseUrl(), KEY));
            for (int round = 0; round < rounds; round++) {
                int aliveMillis = 50 + random.nextInt(1_000);
                round(settings, aliveMillis, seenWhole);
            }
            // one more start settles what the last kill left
            Process last = start(settings);
            port(last);
            last.destroy();
            assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        check(folder.resolve("data/headgate.db"), seenWhole, seed);
    }

    private static void check(Path database, Set<String> seenWhole, long seed) throws Exception {
        try (Store store = Store.openExisting("sqlite:" + database)) {
            StringWriter out = new StringWriter();
            UsageExport.write(store, UsageExport.Format.JSONL, null, null, out);
            Set<String> charged = new HashSet<>();
            for (String line : out.toString().lines().toList()) {
                String id = new ObjectMapper().readTree(line).path("request_id").asText();
                assertThat(charged.add(id)).as("row twice, seed " + seed).isTrue();
            }
            assertThat(seenWhole).as("seed " + seed).isNotEmpty();
            assertThat(charged).as("seed " + seed).containsAll(seenWhole);
            assertThat(new Ledger(store, InstantSource.system()).verify()).isEmpty();
        }
    }

    private static void round(Path settings, int aliveMillis, Set<String> seenWhole) throws Exception {
        Process server = start(settings);
        int port = port(server);
        try (HttpClient client = HttpClient.newHttpClient();
                ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                boolean stream = i % 2 == 0;
                load.execute(() -> callUntilBroken(client, port, stream, seenWhole));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(aliveMillis));
            server.destroyForcibly(); // SIGKILL
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void callUntilBroken(HttpClient client, int port, boolean stream, Set<String> seenWhole) {
        try {
            while (true) {
                HttpResponse<byte[]> response = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/messages"))
                                .version(HttpClient.Version.HTTP_1_1)
                                .timeout(Duration.ofSeconds(20))
                                .header("x-api-key", KEY)
                                .POST(HttpRequest.BodyPublishers.ofString(body(stream)))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() == 200) {
                    seenWhole.add(response.headers().firstValue("x-request-id").orElseThrow());
                }
            }
        } catch (IOException e) {
            return; // the server was killed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String body(boolean stream) {
        return "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":20,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    private static Process start(Path settings) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(List.of(
                java,
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.headgate.app.Main",
                "serve",
                "--config",
                settings.toString()));
        builder.environment().put("HEADGATE_ACCESS_LOG_LEVEL", "OFF");
        return builder.redirectErrorStream(true).start();
    }

    private static int port(Process server) throws IOException {
        BufferedReader out = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith("headgate serves on")) {
                String url = line.split(" ", -1)[3];
                return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
            }
        }
        throw new IOException("the server did not start: " + said);
    }
}
