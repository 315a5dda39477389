package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Law 4 through the whole gateway: no limit on money is passed, however many calls run at once. */
class OverdraftTest {
    private static final String POOR = "sk-hg-poor-0123456789abcdef";

    private static TestGateway gateway;

    /** 20 tokens of output at 15 USD and some 40 of input at 3 USD a million: some 0.0004 USD. */
    private static final String MESSAGE = "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":20,\"messages\":[{\"role\":"
            + "\"user\",\"content\":\"hello\"}]}";

    @BeforeAll
    static void start() {
        gateway = TestGateway.start("");
    }

    @AfterAll
    static void booksBalanceAndMemoryAgrees() {
        gateway.close();
    }

    private static List<HttpResponse<byte[]>> atOnce(int count, String key) throws InterruptedException {
        Queue<HttpResponse<byte[]>> answers = new ConcurrentLinkedQueue<>();
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                callers.execute(() -> {
                    try {
                        go.await();
                        answers.add(gateway.post("/v1/messages", MESSAGE.getBytes(StandardCharsets.UTF_8), key));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            go.countDown();
        }
        return new ArrayList<>(answers);
    }

    /** What a call may cost at the most: its bytes halved as input, its own limit as output. */
    private static final Money MOST = new Money(MESSAGE.length() / 2 * 3_000L + 20 * 15_000L);

    /**
     * The bound: at least what the estimates cover is let through, and the balance ends no further below zero than one call's truth
     * was above its estimate; here the estimate is the truth or more, so not below zero at all.
     */
    @Test
    void aThousandCallsAtOnceDoNotOverdrawABalanceThatCoversTen() throws InterruptedException {
        UserId user = new UserId(gateway.headgate()
                .store()
                .read(handle -> handle.createQuery("select id from users where email = 'poor@example.com'")
                        .mapTo(long.class)
                        .one()));
        gateway.headgate().billing().ledger().grant("ten", user, new Money(MOST.nanos() * 10 - 1_000_000), "test");
        List<HttpResponse<byte[]>> answers = atOnce(1_000, POOR);
        long served =
                answers.stream().filter(answer -> answer.statusCode() == 200).count();

        assertThat(answers).hasSize(1_000);
        assertThat(answers.stream().map(HttpResponse::statusCode).distinct()).isSubsetOf(200, 402, 429);
        assertThat(served).isGreaterThanOrEqualTo(9);
        HttpResponse<byte[]> last = gateway.post("/v1/messages", MESSAGE.getBytes(StandardCharsets.UTF_8), POOR);
        while (last.statusCode() == 200) {
            served++; // one after another it is used to its end
            last = gateway.post("/v1/messages", MESSAGE.getBytes(StandardCharsets.UTF_8), POOR);
        }
        assertThat(last.statusCode())
                .as(new String(last.body(), StandardCharsets.UTF_8))
                .isEqualTo(402);
        TestGateway.until(() -> gateway.headgate().unsettled() == 0);
        Money after = gateway.headgate().billing().ledger().balance(user);
        assertThat(after.isNegative()).as("balance " + after).isFalse();
        assertThat(after).as("after " + served + " calls").isLessThan(MOST);
    }
}
