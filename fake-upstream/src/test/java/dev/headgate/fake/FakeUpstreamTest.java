package dev.headgate.fake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server around the answers: scripts find their requests, requests are remembered, protocols are negotiated. */
@Tag("slow")
class FakeUpstreamTest {
    private FakeUpstream upstream;
    private Http http;

    @BeforeEach
    void start() {
        upstream = FakeUpstream.start(FakeOptions.DEFAULTS.withSeenMax(3).withLoops(2));
        http = new Http(upstream);
    }

    @AfterEach
    void stop() {
        http.close();
        upstream.close();
    }

    @Test
    void queueGoesBeforeKeyAndKeyBeforePath() throws Exception {
        upstream.forPath("/v1/", Script.json(203, "{}"));
        upstream.forKey("k1", Script.json(202, "{}"));
        upstream.enqueue(Script.json(201, "{}"));
        assertThat(http.post("/v1/x", "{}", "x-api-key", "k1").statusCode()).isEqualTo(201);
        assertThat(http.post("/v1/x", "{}", "authorization", "Bearer k1").statusCode())
                .isEqualTo(202);
        assertThat(http.post("/v1/x", "{}").statusCode()).isEqualTo(203);
        upstream.reset();
        assertThat(http.post("/v1/x", "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void seenKeepsTheLatestRequestsWhole() throws Exception {
        for (int i = 0; i < 5; i++) {
            http.post("/v1/x?n=" + i, "body " + i, "X-Goog-Api-Key", "g");
        }
        List<Seen> seen = upstream.seen();
        assertThat(seen).extracting(Seen::uri).containsExactly("/v1/x?n=2", "/v1/x?n=3", "/v1/x?n=4");
        assertThat(seen.getLast().bodyText()).isEqualTo("body 4");
        assertThat(seen.getLast().apiKey()).isEqualTo("g");
        assertThat(seen.getLast().header("x-goog-api-key")).isEqualTo("g");
        assertThat(seen.getLast().version()).isEqualTo("HTTP_1_1");
    }

    @Test
    void everyNameMakesAScriptForEveryProtocol() throws Exception {
        for (String path :
                List.of("/v1/messages", "/v1/chat/completions", "/v1/responses", "/v1beta/models/g:generateContent")) {
            for (String name : List.of(
                    "ok", "stream", "bench-json", "bench-sse", "overloaded-200", "unknown-events", "slow-read")) {
                assertThat(http.post(path, "{}", "x-fake-script", name).statusCode())
                        .as(path + name)
                        .isEqualTo(200);
            }
            assertThat(http.post(path, "{}", "x-fake-script", "error;status=429")
                            .statusCode())
                    .isEqualTo(429);
            for (String name : List.of(
                    "reset-after-headers", "half-event", "stall-after", "long-length", "short-length", "gzip")) {
                assertThat(upstream.named(name, path).status()).isEqualTo(200);
            }
        }
        assertThat(http.post("/v1/messages", "{}", "x-fake-script", "nonsense").body())
                .contains("script: nonsense");
    }

    @Test
    void benchAnswersHaveTheAskedSizesAndAreNotRemembered() throws Exception {
        String json = http.post("/v1/messages", "x".repeat(4_096), "x-fake-script", "bench-json;bytes=2048")
                .body();
        assertThat(json.length()).isEqualTo(2_048);
        for (String path : List.of("/v1/messages", "/v1/chat/completions", "/v1/responses")) {
            String sse = http.post(path, "{}", "x-fake-script", "bench-sse;events=50;every=1ms")
                    .body();
            assertThat(sse.split("\n\n", -1)).as(path).hasSize(51);
        }
        assertThat(upstream.seen()).isEmpty();
        assertThat(upstream.requests()).isEqualTo(4);
    }

    @Test
    void paceSpreadsAStreamOverTime() throws Exception {
        long before = System.nanoTime();
        http.post("/v1/messages", "{}", "x-fake-script", "bench-sse;events=11;every=20ms");
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
    }

    @Test
    void headersCanBeDelayed() throws Exception {
        long before = System.nanoTime();
        upstream.enqueue(Script.json(200, "{}").delayHeaders(Duration.ofMillis(60)));
        http.post("/v1/messages", "{}");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
    }

    @Test
    void otherProcessesSteerByControlEndpoints() throws Exception {
        http.post("/__fake/script", "{\"script\":\"error;status=529\",\"shape\":\"/v1/messages\",\"times\":2}");
        http.post("/__fake/script", "{\"status\":418,\"body\":{\"a\":1},\"key\":\"k9\"}");
        http.post("/__fake/script", "{\"events\":[\"data: hi\\n\\n\"],\"path\":\"/p\"}");
        assertThat(http.post("/v1/messages", "{}").body()).contains("overloaded_error");
        assertThat(http.post("/v1/messages", "{}").statusCode()).isEqualTo(529);
        assertThat(http.post("/v1/messages", "{}", "x-api-key", "k9").statusCode())
                .isEqualTo(418);
        assertThat(http.post("/p", "{}").body()).isEqualTo("data: hi\n\n");
        assertThat(http.get("/__fake/seen").body()).contains("\"api_key\":\"k9\"");
        assertThat(http.get("/__fake/stats").body()).contains("\"requests\":4", "\"open\":0");
        assertThat(http.post("/__fake/script", "{\"script\":\"nonsense\"}").statusCode())
                .isEqualTo(400);
        http.post("/__fake/reset", "");
        assertThat(upstream.seen()).isEmpty();
    }

    @Test
    void http2IsSpokenInTheClear() throws Exception {
        assertThat(version(HttpClient.newBuilder(), upstream)).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(upstream.seen().getLast().version()).isEqualTo("HTTP_2");
    }

    @Test
    void http2IsNegotiatedOverTlsAndFaultsWorkThere() throws Exception {
        try (FakeUpstream secure = FakeUpstream.start(FakeOptions.DEFAULTS.withTls(true))) {
            assertThat(secure.baseUrl()).startsWith("https://127.0.0.1:");
            HttpClient.Builder client = HttpClient.newBuilder().sslContext(trusting(secure));
            assertThat(version(client, secure)).isEqualTo(HttpClient.Version.HTTP_2);
            HttpClient.Builder old = client.version(HttpClient.Version.HTTP_1_1);
            assertThat(version(old, secure)).isEqualTo(HttpClient.Version.HTTP_1_1);
            for (Script fault : List.of(Script.resetBeforeHeaders(), Script.garbage())) {
                for (HttpClient.Version version : HttpClient.Version.values()) {
                    secure.enqueue(fault);
                    secure.enqueue(fault);
                    org.assertj.core.api.Assertions.assertThatThrownBy(() -> version(client.version(version), secure))
                            .isInstanceOf(java.io.IOException.class);
                    secure.reset();
                }
            }
        }
    }

    @Test
    void optionsComeFromTheCommandLine() {
        FakeOptions options = FakeMain.options(new String[] {"--port", "7", "--tls", "--pace", "20ms", "--loops", "2"});
        assertThat(options).isEqualTo(new FakeOptions("127.0.0.1", 7, true, Duration.ofMillis(20), 2, 1_000));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> FakeMain.options(new String[] {"--what", "1"}))
                .hasMessageContaining("--what");
    }

    private static HttpClient.Version version(HttpClient.Builder builder, FakeUpstream upstream) throws Exception {
        HttpClient client = builder.build();
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(upstream.baseUrl() + "/v1/models"))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .version();
        } finally {
            client.shutdownNow();
        }
    }

    private static SSLContext trusting(FakeUpstream secure) throws Exception {
        KeyStore trust = KeyStore.getInstance(KeyStore.getDefaultType());
        trust.load(null, null);
        trust.setCertificateEntry("fake", secure.certificate().orElseThrow());
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trust);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
