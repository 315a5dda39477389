package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.billing.Budget;
import dev.headgate.billing.Plan;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the file says about money, as calls meet it. */
class DeclaredMoneyTest {
    private static final String MESSAGE = "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":20,\"messages\":[{\"role\":"
            + "\"user\",\"content\":\"hello\"}]}";

    private static final String USERS = """
            - { email: half@example.com, rate-multiplier: 0.5 }
            - { email: tracked@example.com }
            """;

    private static final String KEYS = """
            - { name: half, user: half@example.com, group: default, key: sk-hg-half-0123456789abcdef }
            - { name: tracked, user: tracked@example.com, group: default, key: sk-hg-tracked-0123456789abcdef }
            """;

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(
                "limits: { time-zone: Asia/Tokyo }", new TestGateway.More("", "", USERS, KEYS), Edges.system());
    }

    @AfterAll
    static void booksBalanceAndMemoryAgrees() {
        gateway.close();
    }

    private static HttpResponse<byte[]> call(String key) {
        return gateway.post("/v1/messages", MESSAGE.getBytes(StandardCharsets.UTF_8), key);
    }

    private static JsonNode row(HttpResponse<byte[]> answer) throws Exception {
        return new ObjectMapper()
                .readTree(
                        gateway.row(answer.headers().firstValue("x-request-id").orElseThrow()));
    }

    @Test
    void aUsersMultiplierFactorsTheCharge() throws Exception {
        JsonNode row = row(call("sk-hg-half-0123456789abcdef"));
        long list = row.path("list_cost_nanos").asLong();

        assertThat(list).isPositive().isEven();
        assertThat(row.path("charged_nanos").asLong()).isEqualTo(list / 2);
    }

    @Test
    void whatNamesNoZoneGoesByThatOfLimits() {
        gateway.redeclare(yaml -> yaml.replace("group: members, price: 20", "group: members, price: 21")
                + "    - { group: paid, period: day, limit: 7 }\n"
                + "    - { group: paid, period: week, limit: 7, time-zone: UTC }\n");

        List<Budget> budgets = gateway.headgate().billing().budgets().all();
        assertThat(budgets.stream()
                        .map(budget ->
                                budget.period().id() + " " + budget.zone().getId()))
                .contains("month Asia/Tokyo", "day Asia/Tokyo", "week UTC");
        gateway.redeclare(yaml -> yaml.replace(", time-zone: Europe/Berlin", ""));
        Plan plan = gateway.headgate().billing().subscriptions().plan("pro").orElseThrow();
        assertThat(plan.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }

    /** A group that charges nothing still has budgets: they are what keeps its costs within bounds. */
    @Test
    void aBudgetBoundsCallsOfAGroupThatChargesNothing() throws Exception {
        String key = "sk-hg-tracked-0123456789abcdef";
        long cost = row(call(key)).path("charged_nanos").asLong();
        gateway.redeclare(yaml -> yaml + "    - { user: tracked@example.com, period: month, limit: 0.002 }\n");

        int served = 0;
        HttpResponse<byte[]> answer = call(key);
        while (answer.statusCode() == 200 && served < 100) {
            served++;
            answer = call(key);
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("budget of 0.002 USD per month");
        assertThat((served + 1) * cost).isLessThanOrEqualTo(2_000_000);
        gateway.redeclare(yaml -> yaml);
        assertThat(call(key).statusCode()).isEqualTo(200);
    }
}
