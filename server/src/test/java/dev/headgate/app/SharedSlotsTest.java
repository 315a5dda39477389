package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.AccountHealth;
import dev.headgate.app.TestGateway.Pool;
import dev.headgate.base.AccountId;
import dev.headgate.cluster.Leases;
import dev.headgate.cluster.MemoryCluster;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A gateway among others, whose part this test plays: what they have taken of an account it leaves alone. */
class SharedSlotsTest {
    private static final String MESSAGE =
            "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private static HttpResponse<byte[]> call(TestGateway gateway) {
        return gateway.send(gateway.request("/v1/messages")
                .header("x-api-key", Pool.key(0))
                .POST(HttpRequest.BodyPublishers.ofString(MESSAGE))
                .build());
    }

    private static AccountId pool(TestGateway gateway, int number) {
        return gateway.headgate()
                .accounts()
                .directory()
                .named("anthropic-pool-" + number)
                .orElseThrow()
                .id();
    }

    @Test
    void slotsThatOthersHoldAreNotUsed() {
        Edges real = Edges.system();
        MemoryCluster others = MemoryCluster.create(real.clock(), Duration.ofHours(1), 1 << 10);
        try (TestGateway gateway = TestGateway.start("", new Pool(3, 2), real.with(others.join()))) {
            List<Leases.Lease> held = new ArrayList<>();
            for (int account = 0; account < 2; account++) {
                for (int slot = 0; slot < 2; slot++) {
                    held.add(others.leases()
                            .take(AccountHealth.slots(pool(gateway, account)), 2)
                            .value()
                            .orElseThrow());
                }
            }
            for (int i = 0; i < 8; i++) {
                assertThat(call(gateway).statusCode()).isEqualTo(200);
                assertThat(gateway.fake().seen().getLast().apiKey()).isEqualTo(Pool.credential(2));
            }
            held.forEach(Leases.Lease::close);
            Set<String> used = new HashSet<>();
            for (int i = 0; i < 40; i++) {
                assertThat(call(gateway).statusCode()).isEqualTo(200);
                used.add(gateway.fake().seen().getLast().apiKey());
            }
            assertThat(used).hasSizeGreaterThan(1); // those that were given back are used again
            TestGateway.until(() -> gateway.headgate().inFlight() == 0);
            for (int account = 0; account < 3; account++) {
                assertThat(others.leases()
                                .held(AccountHealth.slots(pool(gateway, account)))
                                .value())
                        .isZero();
            }
        }
    }
}
