package dev.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.http.HttpSetup;
import dev.headgate.testkit.Receiver;
import dev.headgate.testkit.Receiver.Answer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What leaves the house by a checked post, against a real server: never elsewhere, never for long, never much. */
class CheckedPostTest {
    private final Vertx vertx = Vertx.vertx();
    private final Receiver receiver = Receiver.start();

    @AfterEach
    void stop() throws Exception {
        receiver.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private CheckedPost post(AddressGuard guard, Duration timeout) {
        HttpClient client = HttpSetup.plainClient(vertx, Duration.ofSeconds(2));
        return new CheckedPost(client, client, guard, timeout);
    }

    private CheckedPost.Answer send(CheckedPost post, String url) throws IOException {
        return post.post(URI.create(url), Map.of("x-one", "1"), "{}");
    }

    @Test
    void aRedirectIsAnAnswerAndNotFollowed() throws IOException {
        try (Receiver other = Receiver.start()) {
            receiver.answer(new Answer(307, other.url("/secret"), ""));
            CheckedPost.Answer answer =
                    send(post(new AddressGuard(true), Duration.ofSeconds(5)), receiver.url("/a?b=c"));
            assertThat(answer.status()).isEqualTo(307);
            assertThat(other.received()).isEmpty();
            assertThat(receiver.received().getFirst().path()).isEqualTo("/a?b=c");
            assertThat(receiver.received().getFirst().headers()).containsEntry("x-one", "1");
        }
    }

    @Test
    void aReceiverThatSaysNothingIsLeftInTime() {
        receiver.answer(Answer.NOTHING);
        CheckedPost post = post(new AddressGuard(true), Duration.ofMillis(300));
        assertThatThrownBy(() -> send(post, receiver.url("/"))).isInstanceOf(IOException.class);
    }

    @Test
    void ofALongAnswerOnlyTheBeginningIsRead() throws IOException {
        receiver.answer(Answer.of(500, "x".repeat(5_000_000)));
        CheckedPost.Answer answer = send(post(new AddressGuard(true), Duration.ofSeconds(5)), receiver.url("/"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.firstBytes()).hasSize(2_048);
    }

    /** A name that answers with a public address first and a private one at the second look-up (DNS rebinding) gains nothing. */
    @Test
    void whatWasJudgedIsConnectedTo() throws IOException {
        AtomicInteger lookUps = new AtomicInteger();
        AddressGuard guard = new AddressGuard(true, host -> new InetAddress[] {
            InetAddress.getByAddress(
                    host, lookUps.getAndIncrement() == 0 ? new byte[] {127, 0, 0, 1} : new byte[] {127, 0, 0, 9})
        });
        CheckedPost.Answer answer =
                send(post(guard, Duration.ofSeconds(5)), "http://rebinds.example:" + receiver.port() + "/");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(lookUps).hasValue(1);
        assertThat(receiver.received().getFirst().headers().get("host")).startsWith("rebinds.example");
    }

    @Test
    void privateAddressesAreNotConnectedTo() {
        CheckedPost post = post(new AddressGuard(false), Duration.ofSeconds(5));
        for (String host : new String[] {"127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"}) {
            assertThatThrownBy(() -> send(post, "http://" + host + ":" + receiver.port() + "/"))
                    .as(host)
                    .isInstanceOf(IOException.class);
        }
        assertThat(receiver.received()).isEmpty();
    }
}
