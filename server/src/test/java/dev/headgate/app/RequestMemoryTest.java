package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway.More;
import dev.headgate.fake.Script;
import dev.headgate.http.RequestMemory;
import dev.headgate.testkit.RawConnection;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More comes than there is memory for: it is refused while what is there goes on, and let in again when that has ended. */
class RequestMemoryTest {
    private static final String BODY = "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":9,\"messages\":[]}";
    private static final long CONNECTION = 2_048;
    private static final long UPSTREAM = 4_096;
    private static final long REQUEST = 6_144;

    private final List<RawConnection> open = new ArrayList<>();
    private RequestMemory memory;
    private TestGateway gateway;

    private void start(long bytes) {
        memory = new RequestMemory(bytes);
        gateway = TestGateway.start(
                "gateway: { on-client-gone: cancel }", More.NONE, Edges.system().with(memory));
    }

    @AfterEach
    void nothingIsKept() {
        open.forEach(RawConnection::close);
        gateway.close();
        assertThat(memory.taken()).isZero();
    }

    private RawConnection connect() {
        RawConnection connection = RawConnection.open(gateway.port());
        open.add(connection);
        return connection;
    }

    private static void post(RawConnection connection) {
        connection.send("POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: " + TestGateway.KEY
                + "\r\ncontent-length: " + BODY.length() + "\r\n\r\n" + BODY);
    }

    @Test
    void aRequestTooManyIsToldToComeAgain() {
        start(3 * CONNECTION + REQUEST + UPSTREAM + BODY.length());
        gateway.fake().enqueue(Script.stallBeforeHeaders());
        RawConnection first = connect();
        post(first);
        TestGateway.until(() -> gateway.fake().open() == 1);
        assertThat(memory.taken()).isEqualTo(CONNECTION + REQUEST + UPSTREAM + BODY.length());

        RawConnection second = connect();
        post(second);
        RawConnection.Answer refused = second.read();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).contains("as there is memory for");
        assertThat(refused.header("retry-after")).isEqualTo("1");

        first.reset();
        TestGateway.until(() -> memory.taken() <= 2 * CONNECTION);
        RawConnection third = connect();
        post(third);
        assertThat(third.read().status()).isEqualTo(200);
    }

    @Test
    void aConnectionTooManyIsClosedAtOnceAndTheOthersAreServed() {
        start(3 * CONNECTION);
        List<RawConnection> held = List.of(connect(), connect(), connect());
        TestGateway.until(() -> memory.taken() == 3 * CONNECTION);

        assertThat(connect().readToEnd()).isEmpty();

        RawConnection other = held.getFirst();
        other.send("GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n");
        assertThat(other.read().status()).isEqualTo(200);

        held.getLast().close();
        TestGateway.until(() -> memory.taken() == 2 * CONNECTION);
        RawConnection next = connect();
        next.send("GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n");
        assertThat(next.read().status()).isEqualTo(200);
    }

    @Test
    void everyEndGivesBackWhatItTook() {
        start(1 << 20);
        for (Script script : List.of(
                Script.json(200, "{}"),
                Script.json(500, "{}"),
                Script.resetBeforeHeaders(),
                gateway.fake().named("stream;events=6", "/v1/messages"),
                Script.sse("event: message_start\ndata: {}\n\n").resetAfter(10),
                Script.json(200, "{}").delayHeaders(Duration.ofMillis(50)))) {
            gateway.fake().enqueue(script);
            RawConnection connection = connect();
            post(connection);
            connection.send("GET /nothing HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
            connection.readToEnd();
            gateway.fake().reset();
        }
        TestGateway.until(() -> memory.taken() == 0);
    }

    @Test
    void anOpenStreamHoldsNothingOfItsRequest() throws IOException {
        start(1L << 30);
        int bytes = 4 << 20;
        String large = BODY.substring(0, BODY.length() - 2) + "{\"role\":\"user\",\"content\":\"" + "x".repeat(bytes)
                + "\"}]}";
        String event = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
                + "\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\n";
        long before = live();
        for (int i = 0; i < 8; i++) {
            gateway.fake()
                    .enqueue(Script.sse(event, event).stallAfter(event.length()).unrecorded());
            RawConnection connection = connect();
            connection.send("POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: " + TestGateway.KEY
                    + "\r\ncontent-length: " + large.length() + "\r\n\r\n" + large);
            assertThat(connection.readHead().status()).isEqualTo(200);
        }
        // eight requests have 32 MiB; what else the test and the gateway keep meanwhile is far below one
        assertThat(live() - before).isLessThan(bytes);
    }

    private static long live() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
