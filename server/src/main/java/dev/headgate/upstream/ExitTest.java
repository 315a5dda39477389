package dev.headgate.upstream;

import dev.headgate.accounts.EgressProxy;
import dev.headgate.accounts.TestStep.Stage;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Asks a page through a proxy; one that answers with nothing but the caller's address tells the exit. Blocks. Thread-safe. */
final class ExitTest {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    private static final int ADDRESS_MAX = 64;

    private final HttpClient plain;
    private final HttpClient tls;
    private final AddressGuard guard;

    ExitTest(HttpClient plain, HttpClient tls, AddressGuard guard) {
        this.plain = plain;
        this.tls = tls;
        this.guard = guard;
    }

    /** The beginning of an answer. */
    private record Page(int status, String beginning) {}

    /** Returns whether it was answered. */
    boolean ask(EgressProxy proxy, URI target, Steps steps) {
        boolean secure = "https".equals(target.getScheme());
        long since = steps.nowNanos();
        try {
            RequestOptions options = new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setSsl(secure)
                    .setHost(target.getHost())
                    .setPort(target.getPort() != -1 ? target.getPort() : secure ? 443 : 80)
                    .setURI(target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery()))
                    .setFollowRedirects(false)
                    .setTimeout(ANSWER_MAX.toMillis())
                    .putHeader("accept", "text/plain")
                    .putHeader("user-agent", "headgate")
                    .setProxyOptions(ProxyRoute.checked(proxy, guard));
            Future<Page> page = (secure ? tls : plain).request(options).compose(opened -> {
                // asked for before it is sent: see TokenSender
                Future<Page> whole = opened.response().compose(ExitTest::beginning);
                return opened.end().compose(sent -> whole);
            });
            return told(Waits.await(page, ANSWER_MAX.plusSeconds(1)), since, steps);
        } catch (IOException e) {
            steps.failed(Stage.FIRST_BYTE, since, target.getHost() + " through the proxy: " + e.getMessage());
            return false;
        }
    }

    private static boolean told(Page page, long since, Steps steps) {
        if (page.status() == 407) {
            steps.failed(Stage.FIRST_BYTE, since, "the proxy refused its user or password: HTTP 407");
            return false;
        }
        steps.ok(Stage.FIRST_BYTE, since, "HTTP " + page.status());
        IPAddress seen = new IPAddressString(page.beginning()).getAddress();
        if (page.status() == 200 && seen != null && !seen.isMultiple()) {
            steps.ok(Stage.EXIT, since, "the target sees " + seen.toCanonicalString());
        } else {
            steps.skipped(Stage.EXIT, "the target's answer is not just an address");
        }
        return true;
    }

    private static Future<Page> beginning(HttpClientResponse answer) {
        Buffer kept = Buffer.buffer();
        answer.handler(chunk -> kept.appendBuffer(
                chunk, 0, Math.min(chunk.length(), ADDRESS_MAX - Math.min(ADDRESS_MAX, kept.length()))));
        return answer.end()
                .map(ended -> new Page(answer.statusCode(), kept.toString().strip()));
    }
}
