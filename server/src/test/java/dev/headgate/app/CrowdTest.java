package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway.Pool;
import dev.headgate.fake.Script;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many more clients than slots, some of whom leave: no account gets more calls than it has slots, and every call ends. */
@Tag("slow")
class CrowdTest {
    private static final int CLIENTS = 1_500;
    private static final int ACCOUNTS = 50;
    private static final int SLOTS = 8;
    private static final String BODY = "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"messages\":[]}";

    private final ConcurrentHashMap<Integer, HttpClientRequest> leaving = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();

    @Test
    void noSlotIsOverusedAndEveryCallEnds() throws Exception {
        TestGateway gateway = TestGateway.start(
                "gateway: { queue-timeout: 2m, queue-max: 2000 }", new Pool(ACCOUNTS, SLOTS), Edges.system());
        Vertx vertx = Vertx.vertx();
        try {
            // long enough that all slots are taken before the first is free, however slowly the clients come
            Script slow = gateway.fake().named("ok", "/v1/messages").delayHeaders(Duration.ofSeconds(3));
            gateway.fake().forPath("/v1/messages", slow);
            HttpClient client =
                    vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CLIENTS));
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                calls.add(call(client, gateway.port(), i));
            }

            Future.join(calls)
                    .otherwiseEmpty()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(2, TimeUnit.MINUTES);

            assertThat(calls)
                    .allSatisfy(call ->
                            assertThat(call.failed() || call.result() == 200).isTrue());
            assertThat(calls).filteredOn(Future::failed).hasSizeLessThanOrEqualTo(CLIENTS / 10);
            List<Integer> most = new ArrayList<>();
            for (int account = 0; account < ACCOUNTS; account++) {
                most.add(gateway.fake().openMax(Pool.credential(account)));
            }
            assertThat(most)
                    .allMatch(open -> open <= SLOTS)
                    .contains(SLOTS); // they were needed, so the bound was tried
            TestGateway.until(() -> gateway.headgate().inFlight() == 0);
            assertThat(gateway.headgate().waiting()).isZero();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
            gateway.close();
        }
    }

    /** Every tenth client leaves once a hundred have been answered. */
    private Future<Integer> call(HttpClient client, int port, int number) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/v1/messages")
                .putHeader("x-api-key", Pool.key(number % 2));
        return client.request(options)
                .compose(request -> {
                    if (number % 10 == 9) {
                        leaving.put(number, request);
                    }
                    return request.send(Buffer.buffer(BODY));
                })
                .compose(response -> response.body().map(body -> response.statusCode()))
                .onSuccess(status -> {
                    if (answered.incrementAndGet() == 100) {
                        leaving.values().forEach(HttpClientRequest::reset);
                    }
                });
    }
}
