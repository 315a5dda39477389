package dev.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.headgate.http.HttpSetup;
import dev.headgate.testkit.IdentitySite;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests from threads that aren't the client's own. */
@Tag("slow")
class TokenSenderTest {
    /** A short answer was over before anybody listened, now and then, and counted as none ("Response already ended"). */
    @Test
    void aShortAnswerIsNeverMissed() throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        try (IdentitySite site = new IdentitySite();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Duration timeout = Duration.ofSeconds(10);
            TokenSender sender = new TokenSender(
                    HttpSetup.plainClient(vertx, timeout),
                    HttpSetup.tlsClient(vertx, timeout, false),
                    new AddressGuard(true),
                    timeout);
            Callable<Integer> ask = () -> {
                URI uri = URI.create(site.issuer() + "/jwks");
                return new HTTPRequest(HTTPRequest.Method.GET, uri)
                        .send(sender.entered())
                        .getStatusCode();
            };
            for (int i = 0; i < 20; i++) {
                ask.call(); // loads what must be loaded, so that no loop waits for another that does
            }
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                answers.add(threads.submit(ask));
                if (answers.size() % 8 == 0) {
                    answers.getLast().get();
                }
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        } finally {
            vertx.close().await();
        }
    }
}
