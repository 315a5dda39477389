package dev.headgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.fake.BenchAnswers;
import dev.headgate.fake.FakeOptions;
import dev.headgate.fake.FakeUpstream;
import dev.headgate.fake.Script;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The driver sends what it is asked for, and does not take a bad answer for a good one. */
@Tag("slow")
class DriverTest {
    private FakeUpstream upstream;

    @BeforeEach
    void start() {
        upstream = FakeUpstream.start(FakeOptions.DEFAULTS);
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    private Driver driver(int events) throws Exception {
        byte[] request = ResponseReader.request(Compare.PATH, Gateway.CLIENT_KEY, "{}");
        return new Driver(upstream.port(), request, events, () -> 0);
    }

    @Test
    void openLoadSendsExactlyItsRate() throws Exception {
        upstream.forPath("/", BenchAnswers.json(Compare.PATH, 2_048));
        try (Driver driver = driver(0)) {
            LoadResult result = driver.open(200, Duration.ofSeconds(1));
            assertThat(result.answers()).isEqualTo(200);
            assertThat(result.bad()).isZero();
            assertThat(result.latencyNanos().at(0.5)).isPositive();
        }
        assertThat(upstream.requests()).isEqualTo(200);
    }

    @Test
    void closedLoadCountsAnswersAsTheServerDoes() throws Exception {
        upstream.forPath("/", BenchAnswers.sse(Compare.PATH, 50, Duration.ZERO));
        try (Driver driver = driver(50)) {
            LoadResult result = driver.closed(4, Duration.ofMillis(300));
            assertThat(result.bad()).isZero();
            assertThat(result.answers()).isEqualTo(upstream.requests());
            assertThat(result.events()).isEqualTo(result.answers() * 50);
        }
    }

    @Test
    void streamsAreReadToTheirEnds() throws Exception {
        upstream.forPath("/", BenchAnswers.sse(Compare.PATH, 20, Duration.ofMillis(200)));
        try (Driver driver = driver(20)) {
            LoadResult result = driver.streams(40, Duration.ofMillis(300), Duration.ofSeconds(2), () -> {}, () -> {});
            assertThat(result.answers()).isEqualTo(40);
            assertThat(result.events()).isBetween(200L, 600L);
        }
    }

    @Test
    void brokenAndRefusedAnswersAreBad() throws Exception {
        upstream.enqueue(BenchAnswers.sse(Compare.PATH, 10, Duration.ZERO).closeAfter(50));
        upstream.enqueue(Script.json(500, "{}"));
        upstream.enqueue(BenchAnswers.sse(Compare.PATH, 9, Duration.ZERO));
        upstream.enqueue(BenchAnswers.sse(Compare.PATH, 10, Duration.ZERO));
        try (Driver driver = driver(10)) {
            LoadResult result = driver.streams(4, Duration.ofMillis(10), Duration.ofMillis(10), () -> {}, () -> {});
            assertThat(result.bad()).isEqualTo(3);
            assertThat(result.answers()).isEqualTo(1);
        }
    }

    /** A gateway that closes after each answer must not make the driver open connections for ever. */
    @Test
    void streamsThatEndEarlyAreOpenedOnce() throws Exception {
        for (int i = 0; i < 60; i++) {
            upstream.enqueue(Script.json(200, "{}").header("connection", "close"));
        }
        try (Driver driver = driver(0)) {
            LoadResult result = driver.streams(60, Duration.ofMillis(50), Duration.ofMillis(10), () -> {}, () -> {});
            assertThat(result.answers()).isEqualTo(60);
        }
        assertThat(upstream.requests()).isEqualTo(60);
    }
}
