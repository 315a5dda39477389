package dev.headgate.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway.Pool;
import dev.headgate.fake.Script;
import dev.headgate.fake.VendorErrors;
import dev.headgate.testkit.RawConnection;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that find all accounts taken wait for one: in a fair order, for a bounded time, and without leaving anything behind. */
@Tag("slow")
class QueueTest {
    private static final String MESSAGES = "/v1/messages";
    private final AtomicLong leap = new AtomicLong();
    private final List<RawConnection> holders = new ArrayList<>();
    private TestGateway gateway;

    private void start(String settings, Pool pool) {
        Edges system = Edges.system();
        Edges edges = new Edges(
                InstantSource.system(), () -> System.nanoTime() + leap.get(), system.random(), system.out(), null);
        gateway = TestGateway.start("gateway: { on-client-gone: cancel" + settings + " }", pool, edges);
    }

    @AfterEach
    void stop() {
        holders.forEach(RawConnection::close);
        gateway.close();
    }

    private static String message(String text, boolean stream) {
        return "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    /** A call that keeps its slot until its client {@linkplain RawConnection#reset leaves}. */
    private RawConnection hold() {
        gateway.fake().enqueue(Script.stallBeforeHeaders());
        int open = gateway.fake().open();
        RawConnection connection = call(message("hold", false));
        holders.add(connection);
        TestGateway.until(() -> gateway.fake().open() == open + 1);
        return connection;
    }

    private RawConnection call(String body) {
        RawConnection connection = RawConnection.open(gateway.port());
        connection.send("POST " + MESSAGES + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-api-key: " + Pool.key(0)
                + "\r\ncontent-length: "
                + body.length() + "\r\n\r\n" + body);
        return connection;
    }

    private HttpRequest request(String path, String body, int user) {
        return gateway.request(path)
                .header("x-api-key", Pool.key(user))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** Sends a call that has to wait and comes back once it does. */
    private CompletableFuture<HttpResponse<byte[]>> wait(String path, String body, int user) {
        int before = gateway.headgate().waiting();
        HttpRequest request = request(path, body, user);
        CompletableFuture<HttpResponse<byte[]>> answer =
                CompletableFuture.supplyAsync(() -> gateway.send(request), Thread::startVirtualThread);
        TestGateway.until(() -> gateway.headgate().waiting() == before + 1);
        return answer;
    }

    private static HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer) {
        return answer.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), UTF_8);
    }

    private static String id(HttpResponse<byte[]> response) {
        return response.headers().firstValue("x-request-id").orElseThrow();
    }

    private List<String> seen() {
        return gateway.fake().seen().stream()
                .map(seen -> seen.bodyText().replaceAll("(?s).*\"content\":\"([^\"]*)\".*", "$1"))
                .filter(text -> !text.equals("hold"))
                .toList();
    }

    @Test
    void usersTakeTurnsAndAUsersCallsKeepTheirOrder() {
        start("", new Pool(1, 1));
        RawConnection held = hold();
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (String text : List.of("a1", "a2", "a3", "b1")) {
            answers.add(wait(MESSAGES, message(text, false), text.charAt(0) - 'a'));
        }

        held.reset();

        answers.forEach(answer -> assertThat(await(answer).statusCode()).isEqualTo(200));
        assertThat(seen()).containsExactly("a1", "b1", "a2", "a3");
        String trace = gateway.trace(id(answers.get(3).join()));
        assertThat(trace)
                .contains("\"why\":\"freed\"")
                .contains("\"queue\":{\"stays\":1,\"ms\":")
                .contains("\"ahead\":3}");
        String metrics = text(gateway.send(gateway.request("/metrics").GET().build()));
        assertThat(metrics)
                .contains("headgate_queue_wait_seconds_count 4")
                .contains("headgate_queue_depth{group=\"pool\"} 0.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/messages | {\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"messages\":[]} | \"type\":\"overloaded_error\"",
                "/v1/chat/completions | {\"model\":\"gpt-5-mini\",\"messages\":[]} | \"code\":\"queue_timeout\"",
                "/v1/responses | {\"model\":\"gpt-5-mini\",\"input\":\"hi\"} | \"code\":\"queue_timeout\"",
                "/v1beta/models/gemini-2.5-flash:generateContent | {\"contents\":[]} | \"status\":\"UNAVAILABLE\""
            })
    void whoIsLateIsToldWhyInItsProtocolsShape(String path, String body, String shape) {
        start(", queue-timeout: 200ms", new Pool(1, 1));
        gateway.fake().enqueue(Script.stallBeforeHeaders());
        CompletableFuture<HttpResponse<byte[]>> held =
                CompletableFuture.supplyAsync(() -> gateway.send(request(path, body, 0)), Thread::startVirtualThread);
        TestGateway.until(() -> gateway.fake().open() == 1);

        HttpResponse<byte[]> late = gateway.send(request(path, body, 0));

        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(text(late))
                .contains(shape)
                .contains("No account had room for this call within 0.2 s: the only account that serves ")
                .contains("is busy with other calls, and 0 other calls wait; try again in 10 s.")
                .doesNotContain("pool-");
        assertThat(late.headers().firstValue("retry-after")).hasValue("10");
        gateway.fake().reset();
        await(held);
    }

    @Test
    void aFullQueueRefusesAtOnceUnlessAnotherUserHasMore() {
        start(", queue-max: 2", new Pool(1, 1));
        RawConnection held = hold();
        CompletableFuture<HttpResponse<byte[]>> first = wait(MESSAGES, message("first", false), 0);
        CompletableFuture<HttpResponse<byte[]>> second = wait(MESSAGES, message("second", false), 0);

        HttpResponse<byte[]> refused = gateway.send(request(MESSAGES, message("third", false), 0));
        CompletableFuture<HttpResponse<byte[]>> other = CompletableFuture.supplyAsync(
                () -> gateway.send(request(MESSAGES, message("other", false), 1)), Thread::startVirtualThread);
        HttpResponse<byte[]> displaced = await(second);
        held.reset();

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(text(refused)).contains("2 calls of this key's group wait (expected: fewer than 2); try again in");
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(displaced.statusCode()).isEqualTo(503);
        assertThat(text(displaced)).contains("gave way to a call of another user");
        assertThat(await(first).statusCode()).isEqualTo(200);
        assertThat(await(other).statusCode()).isEqualTo(200);
        assertThat(seen()).containsExactly("first", "other");
    }

    @Test
    void whoLeavesTheQueueLeavesNothingBehind() {
        start("", new Pool(1, 1));
        RawConnection held = hold();
        RawConnection leaving = waiting(message("leaving", true));
        CompletableFuture<HttpResponse<byte[]>> staying = wait(MESSAGES, message("staying", false), 0);

        leaving.reset();
        TestGateway.until(() -> gateway.headgate().waiting() == 1);
        held.reset();

        assertThat(await(staying).statusCode()).isEqualTo(200);
        assertThat(seen()).containsExactly("staying");
        TestGateway.until(() -> gateway.headgate().inFlight() == 0);
        gateway.row(id(staying.join()));
        assertThat(gateway.export()).hasSize(2); // the held one and the one that stayed
    }

    @Test
    void aStreamThatWaitsIsKeptAliveAfterFiveSecondsAndNotBefore() throws IOException {
        start("", new Pool(1, 1));
        RawConnection held = hold();
        RawConnection early = waiting(message("x", true));
        CompletableFuture<HttpResponse<byte[]>> plain = wait(MESSAGES, message("y", false), 0);
        leap.addAndGet(Duration.ofSeconds(4).toNanos());
        CompletableFuture<HttpResponse<byte[]>> later = wait(MESSAGES, message("z", true), 1);
        leap.addAndGet(Duration.ofMillis(1_500).toNanos());

        assertThat(early.readHead().status()).isEqualTo(200);
        held.reset();

        assertThat(early.readToEnd()).contains("event: ping").contains("message_stop");
        assertThat(text(await(later))).startsWith("event: message_start");
        assertThat(text(await(plain))).startsWith("{").doesNotContain("ping");
    }

    @Test
    void whoIsLateInAPingedStreamHearsItAsItsLastEvent() throws IOException {
        start(", queue-timeout: 8s", new Pool(1, 1));
        RawConnection held = hold();
        RawConnection stream = waiting(message("x", true));
        leap.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(stream.readHead().status()).isEqualTo(200);
        leap.addAndGet(Duration.ofSeconds(3).toNanos());

        assertThat(stream.readToEnd())
                .contains("event: ping")
                .contains("event: error")
                .contains("overloaded_error")
                .contains("No account had room for this call within 8.0 s");
        held.reset();
    }

    private RawConnection waiting(String body) {
        int before = gateway.headgate().waiting();
        RawConnection connection = call(body);
        holders.add(connection);
        TestGateway.until(() -> gateway.headgate().waiting() == before + 1);
        return connection;
    }

    /** What waits has cost nothing and may come again; what is under way gets all the time there is. */
    @Test
    void whoWaitsIsRefusedAtOnceWhenTheGatewayStops() {
        start("", new Pool(1, 1));
        RawConnection held = hold();
        CompletableFuture<HttpResponse<byte[]>> waiting = wait(MESSAGES, message("x", false), 0);
        CompletableFuture<Void> restart = CompletableFuture.runAsync(gateway::restart, Thread::startVirtualThread);

        HttpResponse<byte[]> refused = await(waiting);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(text(refused)).contains("The gateway is restarting; try again.");
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        held.reset();
        restart.orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(seen()).isEmpty();
    }

    @Test
    void aQueuedCallThatFailsWaitsForAnotherAccount() {
        start("", new Pool(2, 1));
        RawConnection one = hold();
        RawConnection two = hold();
        CompletableFuture<HttpResponse<byte[]>> answer = wait(MESSAGES, message("x", false), 0);
        CompletableFuture<HttpResponse<byte[]>> behind = wait(MESSAGES, message("y", false), 0);
        gateway.fake().enqueue(VendorErrors.anthropic(429).header("retry-after", "60"));

        one.reset();
        TestGateway.until(
                () -> gateway.fake().requests() == 3 && gateway.headgate().waiting() == 2);
        two.reset();

        assertThat(await(answer).statusCode()).isEqualTo(200);
        assertThat(await(behind).statusCode()).isEqualTo(200);
        assertThat(seen()).containsExactly("x", "x", "y");
        assertThat(gateway.trace(id(answer.join())))
                .contains("\"outcome\":\"upstream_rate_limited\"")
                .contains("\"queue\":{\"stays\":2,");
    }

    @Test
    void aRestIsToldAtOnceAndNotWaitedFor() {
        start("", new Pool(1, 1));
        gateway.fake().enqueue(VendorErrors.anthropic(429).header("retry-after", "20"));
        assertThat(gateway.send(request(MESSAGES, message("x", false), 0)).statusCode())
                .isEqualTo(429);

        HttpResponse<byte[]> answer = gateway.send(request(MESSAGES, message("y", false), 0));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(text(answer)).contains("cooling down");
        assertThat(Long.parseLong(answer.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1L, 20L);
        assertThat(gateway.headgate().waiting()).isZero();
    }

    @Test
    void raisedConcurrencyLetsWaitersIn() {
        start("", new Pool(1, 1));
        RawConnection held = hold();
        CompletableFuture<HttpResponse<byte[]>> answer = wait(MESSAGES, message("x", false), 0);

        gateway.redeclare(yaml -> yaml.replace("concurrency: 1 }", "concurrency: 2 }"));

        assertThat(await(answer).statusCode()).isEqualTo(200);
        held.reset();
    }

    @Test
    void withoutAQueueACallIsRefusedAtOnce() {
        start(", queue-timeout: 0s", new Pool(1, 1));
        RawConnection held = hold();
        HttpResponse<byte[]> refused = gateway.send(request(MESSAGES, message("x", false), 0));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(text(refused)).contains("is busy with other calls");
        assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
        held.reset();
    }
}
