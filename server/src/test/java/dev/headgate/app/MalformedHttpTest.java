package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.testkit.RawConnection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a client does wrong in HTTP/1.1 itself, byte for byte: each is refused in JSON and the connection closed, so that nothing
 * after it is taken for a request; or it is understood in one way only, and the connection serves the next one.
 */
@Tag("slow")
class MalformedHttpTest {
    private static final String BODY = "{\"model\":\"gpt-4o-mini\",\"messages\":[]}";
    private static final String KEY = "x-api-key: " + TestGateway.KEY + "\r\n";
    private static final String HOST = "host: x\r\n";
    private static final String LINE = "POST /v1/chat/completions HTTP/1.1\r\n";
    private static final String LENGTH = "content-length: " + BODY.length() + "\r\n";
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n";
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start("gateway: { max-header: 8KiB, body-timeout: 1s }");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void nothingIsLeftOver() {
        TestGateway.until(() -> gateway.headgate().inFlight() == 0);
        assertThat(gateway.export()).allMatch(row -> row.contains("\"status\":200"));
    }

    private static String chunked(String chunks) {
        return LINE + HOST + KEY + "transfer-encoding: chunked\r\n\r\n" + chunks;
    }

    private static String framed(String headers) {
        return LINE + HOST + KEY + headers + "\r\n" + BODY + SMUGGLED;
    }

    /** Refused with this status, then closed; nothing after it is answered. */
    private static final Object[][] REFUSED = {
        {"two lengths", 400, framed("content-length: 5\r\n" + LENGTH)},
        {"two lengths in one", 400, framed("content-length: 5, 6\r\n")},
        {"length and chunks", 400, framed(LENGTH + "transfer-encoding: chunked\r\n")},
        {"chunks and length", 400, framed("transfer-encoding: chunked\r\n" + LENGTH)},
        {"negative length", 400, framed("content-length: -1\r\n")},
        {"signed length", 400, framed("content-length: +" + BODY.length() + "\r\n")},
        {"hexadecimal length", 400, framed("content-length: 0x20\r\n")},
        {"length that is no number", 400, framed("content-length: many\r\n")},
        {"endless length", 400, framed("content-length: 99999999999999999999\r\n")},
        {"unknown transfer encoding", 400, framed("transfer-encoding: xchunked\r\n")},
        {"identity transfer encoding", 400, framed("transfer-encoding: identity\r\n")},
        {"gzip, then chunked", 400, framed("transfer-encoding: gzip, chunked\r\n")},
        {"chunked, then gzip", 400, framed("transfer-encoding: chunked, gzip\r\n")},
        {"chunked twice", 400, framed("transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n")},
        {
            "chunks in HTTP/1.0",
            400,
            framed("transfer-encoding: chunked\r\n")
                    .replace("HTTP/1.1\r\nhost: x\r\nx-api", "HTTP/1.0\r\nhost: x\r\nx-api")
        },
        {"space before the colon", 400, framed("content-length : " + BODY.length() + "\r\n")},
        {"transfer encoding with a space", 400, framed(LENGTH + "transfer-encoding : chunked\r\n")},
        {"header without a name", 400, framed(LENGTH + ": value\r\n")},
        {"header without a colon", 400, framed(LENGTH + "nothing\r\n")},
        {"header name with a space", 400, framed(LENGTH + "x y: 1\r\n")},
        {"header name with a control character", 400, framed(LENGTH + "x\u0001: 1\r\n")},
        {"NUL in a header", 400, framed(LENGTH + "x-a: a\0b\r\n")},
        {"lone CR in a header", 400, framed(LENGTH + "x-a: a\rtransfer-encoding: chunked\r\n")},
        {"space before the first header", 400, LINE + " x: 1\r\n" + HOST + KEY + LENGTH + "\r\n" + BODY + SMUGGLED},
        {"no host", 400, LINE + KEY + LENGTH + "\r\n" + BODY + SMUGGLED},
        {"two hosts", 400, framed(LENGTH + "host: y\r\n")},
        {"expectation", 417, framed(LENGTH + "expect: 200-ok\r\n")},
        {"no version", 400, "GET /\r\n\r\n"},
        {"HTTP/0.9", 400, "GET / HTTP/0.9\r\n\r\n"},
        {"HTTP/2.0 as a line", 400, "GET /health/live HTTP/2.0\r\nhost: x\r\n\r\n"},
        {"HTTP/1.2", 400, "GET /health/live HTTP/1.2\r\nhost: x\r\n\r\n"},
        {"no HTTP", 400, "GET /health/live HTTPS/1.1\r\nhost: x\r\n\r\n"},
        {"garbage", 400, "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n"},
        {"method with a control character", 400, "GE\u0001T / HTTP/1.1\r\nhost: x\r\n\r\n"},
        {"large head", 431, LINE + HOST + "x-large: " + "a".repeat(9_000) + "\r\n\r\n"},
        {"many headers", 431, LINE + HOST + "x-many: 1\r\n".repeat(2_000) + "\r\n"},
        {"long URL", 414, "GET /" + "a".repeat(17_000) + " HTTP/1.1\r\nhost: x\r\n\r\n"},
        {"chunk size that is no number", 400, chunked("zz\r\nhello\r\n0\r\n\r\n" + SMUGGLED)},
        {"negative chunk size", 400, chunked("-5\r\nhello\r\n0\r\n\r\n" + SMUGGLED)},
        {"chunk size with a prefix", 400, chunked("0x5\r\nhello\r\n0\r\n\r\n" + SMUGGLED)},
        {"endless chunk size", 400, chunked("fffffffffffffffff\r\nhello\r\n0\r\n\r\n" + SMUGGLED)},
        {"empty chunk size", 400, chunked("\r\nhello\r\n0\r\n\r\n" + SMUGGLED)},
        {"chunk longer than its size", 400, chunked("4\r\nhello\r\n0\r\n\r\n" + SMUGGLED)},
        {"bad trailer", 400, chunked(hex(BODY) + "\r\n" + BODY + "\r\n0\r\nbad trailer\r\n\r\n" + SMUGGLED)},
    };

    private static String hex(String text) {
        return Integer.toHexString(text.length());
    }

    @Test
    void whatCouldBeUnderstoodInTwoWaysIsRefusedAndTheConnectionClosed() {
        List<String> failures = new ArrayList<>();
        for (Object[] row : REFUSED) {
            String complaint = complaint((int) row[1], (String) row[2]);
            if (!complaint.isEmpty()) {
                failures.add(row[0] + ": " + complaint);
            }
        }
        assertThat(failures).isEmpty();
        assertThat(gateway.fake().seen()).isEmpty();
    }

    private static String complaint(int status, String request) {
        try (RawConnection connection = RawConnection.open(gateway.port())) {
            connection.send(request);
            RawConnection.Answer answer = connection.read();
            String rest = connection.readToEnd();
            if (answer.status() != status) {
                return "HTTP " + answer.status() + " " + answer.text();
            }
            if (!rest.isEmpty()) {
                return "something came after it: " + rest;
            }
            boolean json = new ObjectMapper()
                            .readTree(answer.body())
                            .at("/error/message")
                            .asText()
                            .length()
                    > 10;
            boolean leaks = answer.text().contains("sk-hg");
            return json && !leaks && answer.header("x-request-id") != null ? "" : answer.text();
        } catch (java.io.UncheckedIOException | java.io.IOException e) {
            return e.toString();
        }
    }

    /** Understood in one way; the connection then serves the next request. */
    private static final Object[][] SERVED = {
        {"plain", 200, LINE + HOST + KEY + LENGTH + "\r\n" + BODY},
        {
            "the same length twice in other words",
            200,
            LINE + HOST + KEY + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY
        },
        {"chunk extension", 200, chunked(hex(BODY) + ";a=b\r\n" + BODY + "\r\n0\r\n\r\n")},
        {"trailer", 200, chunked(hex(BODY) + "\r\n" + BODY + "\r\n0\r\nx-trailer: 1\r\n\r\n")},
        {"empty lines before", 200, "\r\n\r\n" + LINE + HOST + KEY + LENGTH + "\r\n" + BODY},
        {
            "absolute URL",
            200,
            LINE.replace("/v1", "http://elsewhere.example.com/v1") + HOST + KEY + LENGTH + "\r\n" + BODY
        },
        {"unknown upgrade", 200, LINE + HOST + KEY + LENGTH + "connection: upgrade\r\nupgrade: x-new/1\r\n\r\n" + BODY},
        {
            "websocket upgrade",
            405,
            "GET /v1/responses HTTP/1.1\r\n" + HOST + KEY
                    + "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
                    + "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        },
        {"wrong key, body whole", 401, LINE + HOST + "x-api-key: sk-wrong\r\n" + LENGTH + "\r\n" + BODY},
        {"OPTIONS", 204, "OPTIONS /v1/messages HTTP/1.1\r\n" + HOST + "\r\n"},
        {"OPTIONS of everything", 404, "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n"},
        {"TRACE", 405, "TRACE /v1/messages HTTP/1.1\r\n" + HOST + KEY + "\r\n"},
        {"unknown route", 404, "GET /nothing HTTP/1.1\r\n" + HOST + "\r\n"},
        {"doubled slashes", 200, LINE.replace("/v1/chat", "//v1//chat") + HOST + KEY + LENGTH + "\r\n" + BODY},
    };

    @Test
    void whatIsUnderstoodInOneWayIsServedAndTheConnectionLivesOn() {
        List<String> failures = new ArrayList<>();
        for (Object[] row : SERVED) {
            try (RawConnection connection = RawConnection.open(gateway.port())) {
                connection.send((String) row[2]);
                RawConnection.Answer answer = connection.read();
                connection.send("GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n");
                RawConnection.Answer next = connection.read();
                if (answer.status() != (int) row[1] || next.status() != 200) {
                    failures.add(row[0] + ": " + answer.status() + " " + answer.text() + ", then " + next.status());
                }
            } catch (java.io.UncheckedIOException e) {
                failures.add(row[0] + ": " + e);
            }
        }
        assertThat(failures).isEmpty();
        assertThat(gateway.fake().seen()).allSatisfy(seen -> {
            assertThat(seen.uri()).isEqualTo("/v1/chat/completions");
            assertThat(seen.bodyText()).isEqualTo(BODY);
            assertThat(seen.header("upgrade")).isNull();
        });
        gateway.fake().reset();
    }

    /** Where a head's lines end in a lone LF, or go on in the next line, there is one reading or none. */
    @Test
    void foldedHeadersAndBareLineFeedsHaveOneReading() {
        for (String request : new String[] {
            framed("connection: close\r\ntransfer-encoding:\r\n chunked\r\n")
                    .replace(BODY, hex(BODY) + "\r\n" + BODY + "\r\n0\r\n\r\n"),
            framed("connection: close\r\n" + LENGTH + "x-folded: a\r\n  b\r\n"),
            framed("connection: close\r\n" + LENGTH).replace("\r\n", "\n"),
            framed("connection: close\r\nx-a: 1\ncontent-length: 3\r\n" + LENGTH)
        }) {
            try (RawConnection connection = RawConnection.open(gateway.port())) {
                connection.send(request.replace(SMUGGLED, "").replace(SMUGGLED.replace("\r", ""), ""));
                RawConnection.Answer answer = connection.read();

                assertThat(answer.status()).as(request).isIn(200, 400);
                assertThat(connection.readToEnd()).as(request).isEmpty();
            }
        }
        assertThat(gateway.fake().seen())
                .allSatisfy(seen -> assertThat(seen.bodyText()).isEqualTo(BODY));
        gateway.fake().reset();
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        try (RawConnection connection = RawConnection.open(gateway.port())) {
            String good = LINE + HOST + KEY + LENGTH + "\r\n" + BODY;
            connection.send(good + "GET /nothing HTTP/1.1\r\nhost: x\r\n\r\n" + good);

            assertThat(connection.read().status()).isEqualTo(200);
            assertThat(connection.read().status()).isEqualTo(404);
            assertThat(connection.read().status()).isEqualTo(200);
        }
        gateway.fake().reset();
    }

    /** A refused upload must not be read as the next request. */
    @Test
    void aBodyThatIsNotReadEndsTheConnection() {
        String large = "POST /v1/messages HTTP/1.1\r\n" + HOST + KEY + "content-length: 50000000\r\n\r\n";
        try (RawConnection connection = RawConnection.open(gateway.port())) {
            connection.send(large + SMUGGLED);

            RawConnection.Answer answer = connection.read();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    @Test
    void theOldestHttpThatIsSpokenIsServedWithoutChunks() {
        String stream = BODY.replace("{\"model\"", "{\"stream\":true,\"model\"");
        try (RawConnection connection = RawConnection.open(gateway.port())) {
            connection.send("POST /v1/chat/completions HTTP/1.0\r\n" + KEY + "content-length: " + stream.length()
                    + "\r\n\r\n" + stream);

            RawConnection.Answer answer = connection.read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("transfer-encoding")).isNull();
            assertThat(answer.text()).endsWith("data: [DONE]\n\n");
        }
        gateway.fake().reset();
    }

    @Test
    void headIsAnsweredLikeGetWithoutABody() {
        for (String path : new String[] {"/v1/models", "/v1/usage", "/health/live", "/metrics", "/nothing"}) {
            try (RawConnection connection = RawConnection.open(gateway.port())) {
                connection.send("HEAD " + path + " HTTP/1.1\r\n" + HOST + KEY + "\r\n");
                RawConnection.Answer head = connection.read(true);
                connection.send("GET " + path + " HTTP/1.1\r\n" + HOST + KEY + "\r\n");
                RawConnection.Answer get = connection.read();

                assertThat(head.status()).as(path).isEqualTo(get.status());
                assertThat(head.header("content-type")).isEqualTo(get.header("content-type"));
                assertThat(head.header("content-length")).isNotNull();
            }
        }
    }

    /** A tunnel is never opened; what follows is no request of this connection. */
    @Test
    void aTunnelIsRefused() {
        try (RawConnection connection = RawConnection.open(gateway.port())) {
            connection.send("CONNECT example.com:443 HTTP/1.1\r\nhost: example.com:443\r\n\r\n");

            assertThat(connection.read().status()).isIn(400, 404, 405);
        }
        assertThat(gateway.fake().seen()).isEmpty();
    }
}
