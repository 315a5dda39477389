package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.AccountHealth;
import dev.headgate.app.TestGateway.Pool;
import dev.headgate.cluster.MemoryCluster;
import dev.headgate.fake.Script;
import dev.headgate.testkit.SlowCluster;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway whose shared state answers later, as over a network: admission, homes and slots all go the way round. */
class SlowClusterGatewayTest {
    private static final int ACCOUNTS = 3;
    private static final int SLOTS = 2;
    private MemoryCluster others;
    private SlowCluster cluster;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        Edges real = Edges.system();
        others = MemoryCluster.create(real.clock(), Duration.ofHours(1), 1 << 10);
        cluster = new SlowCluster(others.join());
        gateway = TestGateway.start("gateway: { queue-timeout: 1m }", new Pool(ACCOUNTS, SLOTS), real.with(cluster));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private CompletableFuture<HttpResponse<byte[]>> call(int user, String text) {
        HttpRequest request = gateway.request("/v1/messages")
                .header("x-api-key", Pool.key(user))
                .header("x-session-id", text)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\""
                                + text + "\"}]}"))
                .build();
        return CompletableFuture.supplyAsync(
                () -> gateway.send(request), task -> Thread.ofVirtual().start(task));
    }

    private void untilNothingIsHeld() {
        TestGateway.until(() -> gateway.headgate().inFlight() == 0);
        for (int account = 0; account < ACCOUNTS; account++) {
            assertThat(gateway.fake().openMax(Pool.credential(account))).isLessThanOrEqualTo(SLOTS);
            assertThat(others.leases()
                            .held(AccountHealth.slots(gateway.headgate()
                                    .accounts()
                                    .directory()
                                    .named("anthropic-pool-" + account)
                                    .orElseThrow()
                                    .id()))
                            .value())
                    .isZero();
        }
    }

    /** Six slots, forty calls of two users: each is answered once, none takes a slot that isn't there, none keeps one. */
    @Test
    void callsThatHaveToWaitForEverythingEndWell() throws Exception {
        Script slow = gateway.fake().named("ok", "/v1/messages").delayHeaders(Duration.ofMillis(30));
        gateway.fake().forPath("/v1/messages", slow);
        List<CompletableFuture<HttpResponse<byte[]>>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            calls.add(call(i % 2, "session " + i % 8));
        }
        for (CompletableFuture<HttpResponse<byte[]>> call : calls) {
            HttpResponse<byte[]> answer = call.get(1, TimeUnit.MINUTES);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(gateway.row(answer.headers().firstValue("x-request-id").orElseThrow()))
                    .contains("\"error_code\":\"\"");
        }
        untilNothingIsHeld();
    }

    /** Sessions find their home again although the answer to where it is comes later. */
    @Test
    void sessionsStayWhereTheyAre() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(call(0, "a session").get(1, TimeUnit.MINUTES).statusCode())
                    .isEqualTo(200);
        }
        assertThat(gateway.fake().seen().stream().map(seen -> seen.apiKey()).distinct())
                .hasSize(1);
    }

    /** Where the others can't be asked, this gateway goes on by its own count. */
    @Test
    void withoutTheOthersTheOwnCountHolds() throws Exception {
        cluster.cut();
        Script slow = gateway.fake().named("ok", "/v1/messages").delayHeaders(Duration.ofMillis(30));
        gateway.fake().forPath("/v1/messages", slow);
        List<CompletableFuture<HttpResponse<byte[]>>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(call(i % 2, "session " + i));
        }
        for (CompletableFuture<HttpResponse<byte[]>> call : calls) {
            assertThat(call.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
        }
        untilNothingIsHeld();
    }
}
