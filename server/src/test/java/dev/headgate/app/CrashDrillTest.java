package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.fake.FakeOptions;
import dev.headgate.fake.FakeUpstream;
import dev.headgate.store.Store;
import dev.headgate.usage.UsageExport;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
 * exactly once, to whoever pays for it, and counted once in its windows and budgets. {@code -Dheadgate.crash.rounds=200} makes it long.
 */
@Tag("slow")
class CrashDrillTest {
    /** One each of a group without billing, with a balance, with a subscription, and with a subscription that soon is used up. */
    private static final List<String> KEYS = List.of(
            "sk-hg-crash-none-0123456789abcdef",
            "sk-hg-crash-paid-0123456789abcdef",
            "sk-hg-crash-plan-0123456789abcdef",
            "sk-hg-crash-both-0123456789abcdef");

    @Test
    void everyCallWhoseEndWasSeenIsChargedOnce(@TempDir Path folder) throws Exception {
        drill(folder, "sqlite:" + folder.resolve("data/headgate.db"), Integer.getInteger("headgate.crash.rounds", 5));
    }

    @Test
    void theSameHoldsOnPostgresql(@TempDir Path folder) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            String url = "postgresql://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/postgres";
            drill(folder, url, Integer.getInteger("headgate.crash.rounds", 3));
        }
    }

    private static void drill(Path folder, String store, int rounds) throws Exception {
        long seed = Long.getLong("headgate.crash.seed", System.nanoTime());
        Random random = new Random(seed);
        Set<String> seenWhole = ConcurrentHashMap.newKeySet();
        try (FakeUpstream fake = FakeUpstream.start(FakeOptions.DEFAULTS)) {
            Path settings = folder.resolve("headgate.yaml");
            Files.writeString(settings, """
                    server: { port: 0 }
                    data: %s
                    store: { url: "%s" }
                    declare:
                      groups:
                        - { name: default }
                        - { name: paid, billing: balance }
                        - { name: plan, billing: subscription }
                        - { name: both, billing: subscription-then-balance }
                      accounts:
                        - { name: a, provider: anthropic, base-url: "%s", concurrency: 1000, groups: [default, paid, plan, both],
                            credential: { type: api-key, api-key: k } }
                      plans:
                        - { name: pro, group: plan, validity: 30d, limits: { 5h: 900, day: 1000, week: 5000, month: 20000 } }
                        - { name: small, group: both, limits: { day: 0.002 } }
                      users:
                        - { email: crash@example.com, balance: 1000, subscription: pro }
                        - { email: both@example.com, balance: 1000, subscription: small }
                      keys:
                        - { name: none, user: crash@example.com, key: "%s" }
                        - { name: paid, user: crash@example.com, group: paid, key: "%s" }
                        - { name: plan, user: crash@example.com, group: plan, key: "%s" }
                        - { name: both, user: both@example.com, group: both, key: "%s" }
                      budgets:
                        - { key: paid, user: crash@example.com, period: day, limit: 900, alerts: [1] }
                        - { user: crash@example.com, period: month, limit: 10, mode: warn }
                        - { group: both, period: week, limit: 900 }
                    """.formatted(
                    folder.resolve("data"), store, fake.baseUrl(), KEYS.get(0), KEYS.get(1), KEYS.get(2), KEYS.get(3)));
            for (int round = 0; round < rounds; round++) {
                int aliveMillis = 50 + random.nextInt(1_000);
                round(settings, aliveMillis, seenWhole);
            }
            // one more start settles what the last kill left
            assertThat(ServerProcess.start(settings).stop()).isZero();
        }
        check(store, seenWhole, seed);
    }

    private static void check(String url, Set<String> seenWhole, long seed) throws Exception {
        try (Store store = Store.openExisting(url)) {
            StringWriter out = new StringWriter();
            UsageExport.write(store, UsageExport.Format.JSONL, null, null, out);
            Set<String> charged = new HashSet<>();
            for (String line : out.toString().lines().toList()) {
                String id = new ObjectMapper().readTree(line).path("request_id").asText();
                assertThat(charged.add(id)).as("row twice, seed " + seed).isTrue();
            }
            assertThat(seenWhole).as("seed " + seed).isNotEmpty();
            assertThat(charged).as("seed " + seed).containsAll(seenWhole);
            assertThat(BooksContract.billing(store, InstantSource.system()).verify())
                    .as("seed " + seed)
                    .isEmpty();
            for (String payer : List.of("from_balance", "subscription_id <> 0")) {
                assertThat(store.<Integer>read(handle -> handle.createQuery("select count(*) from usage where " + payer)
                                .mapTo(int.class)
                                .one()))
                        .as(payer)
                        .isPositive();
            }
        }
    }

    private static void round(Path settings, int aliveMillis, Set<String> seenWhole) throws Exception {
        ServerProcess server = ServerProcess.start(settings);
        int port = server.port();
        try (HttpClient client = HttpClient.newHttpClient();
                ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                boolean stream = i < KEYS.size();
                String key = KEYS.get(i % KEYS.size());
                load.execute(() -> callUntilBroken(client, port, key, stream, seenWhole));
            }
            while (seenWhole.isEmpty()) {
                LockSupport.parkNanos(
                        1_000_000); // on a busy machine a cold server takes its time; a drill of no calls shows nothing
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(aliveMillis));
            server.kill();
        }
    }

    private static void callUntilBroken(
            HttpClient client, int port, String key, boolean stream, Set<String> seenWhole) {
        try {
            while (true) {
                HttpResponse<byte[]> response = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/messages"))
                                .version(HttpClient.Version.HTTP_1_1)
                                .timeout(Duration.ofSeconds(20))
                                .header("x-api-key", key)
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
}
