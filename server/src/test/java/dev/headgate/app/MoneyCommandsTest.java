package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.webhooks.Webhooks;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Operators' commands beside a running server: it sees what they do within seconds, once. */
@Tag("slow")
class MoneyCommandsTest {
    private static final String POOR = "sk-hg-poor-0123456789abcdef";
    private static final String BUYER = "sk-hg-buyer-0123456789abcdef";
    private static final String MESSAGE = "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":20,\"messages\":[{\"role\":"
            + "\"user\",\"content\":\"hello\"}]}";

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start("");
    }

    @AfterAll
    static void booksBalanceAndMemoryAgrees() {
        gateway.close();
    }

    private static String run(String command) {
        int rest = command.indexOf(" -- "); // what follows are no options
        String options = " --data " + gateway.folder();
        Typed typed = Typed.run(
                rest < 0 ? command + options : command.substring(0, rest) + options + command.substring(rest));
        assertThat(typed.err()).isEmpty();
        assertThat(typed.code()).isZero();
        return typed.out();
    }

    private static HttpResponse<byte[]> call(String key) {
        return gateway.post("/v1/messages", MESSAGE.getBytes(StandardCharsets.UTF_8), key);
    }

    private static UserId user(String email) {
        return new UserId(gateway.headgate()
                .store()
                .read(handle -> handle.createQuery("select id from users where email = :email")
                        .bind("email", email)
                        .mapTo(long.class)
                        .one()));
    }

    private static Money available(String email) {
        return gateway.headgate().billing().balances().available(user(email));
    }

    /** A command writes the event beside the money; the server's sender takes it on. */
    @Test
    void whatACommandMovesIsToldByWebhookToo() {
        var hook = gateway.webhooks()
                .create(new Webhooks.Wish("books", "https://hooks.invalid/in", Set.of(), true))
                .endpoint();
        run("ledger grant left@example.com 2 --reason gift --id told");
        run("ledger grant left@example.com 2 --reason gift --id told");
        var log = gateway.webhooks().log(hook.id(), null, Long.MAX_VALUE, 10);
        assertThat(log)
                .singleElement()
                .satisfies(one -> assertThat(one.body()).contains("payment.grant", "grant:told", "2000000000"));
        gateway.webhooks().delete(hook.id());
    }

    @Test
    void grantsCorrectionsAndRefundsReachTheRunningServerOnce() {
        Money before = available("poor@example.com");
        assertThat(run("ledger grant poor@example.com 5 --reason welcome --id g1"))
                .contains("done, id g1");
        assertThat(run("ledger grant poor@example.com 5 --reason welcome --id g1"))
                .contains("was done before");
        TestGateway.until(() -> available("poor@example.com").equals(before.plus(Money.parseUsd("5"))));

        HttpResponse<byte[]> answer = call(POOR);
        assertThat(answer.statusCode()).isEqualTo(200);
        String id = answer.headers().firstValue("x-request-id").orElseThrow();
        gateway.row(id);
        run("ledger refund " + id + " --reason sorry");
        TestGateway.until(() -> available("poor@example.com").equals(before.plus(Money.parseUsd("5"))));
        run("ledger adjust poor@example.com --reason correction -- -5");
        TestGateway.until(() -> available("poor@example.com").equals(before));
        assertThat(run("ledger balance poor@example.com")).startsWith(before + " USD");
        assertThat(run("ledger verify")).contains("The books balance.");
    }

    @Test
    void aSubscriptionGivenBesideTheServerServesItsCalls() {
        assertThat(call(BUYER).statusCode()).isEqualTo(402);
        assertThat(run("subscriptions give buyer@example.com pro --id s1")).contains("subscription ");
        TestGateway.until(() -> call(BUYER).statusCode() == 200);
        String listed = run("subscriptions list buyer@example.com");
        assertThat(listed).contains("pro", "active");
        String id = listed.split("\t", -1)[0];
        run("subscriptions suspend " + id);
        TestGateway.until(() -> call(BUYER).statusCode() == 402);
        run("subscriptions resume " + id);
        run("subscriptions extend " + id + " 7d");
        TestGateway.until(() -> call(BUYER).statusCode() == 200);
        assertThat(run("budgets list")).contains("100 USD per month");
        run("budgets raise buyer@example.com month 50 --until 2099-01-01");
        assertThat(run("budgets list")).contains("raised by 50 USD");
        TestGateway.until(() -> new String(
                        gateway.send(gateway.request("/v1/usage")
                                        .header("authorization", "Bearer " + BUYER)
                                        .build())
                                .body(),
                        StandardCharsets.UTF_8)
                .contains("\"of\":\"user\",\"period\":\"month\",\"limit_usd\":\"150\""));
    }

    @Test
    void codesAreMadeAsCsvAndRedeemedOnce() {
        List<String> lines = run("codes make --batch spring --balance 2 --count 3 --expires 2099-01-01")
                .lines()
                .toList();
        assertThat(lines).hasSize(4).first().isEqualTo("code,batch,expires_at");
        String code = lines.get(1).split(",", -1)[0];
        assertThat(run("codes redeem narrow@example.com " + code)).contains("done");
        assertThat(run("codes redeem narrow@example.com " + code)).contains("was done before");
        TestGateway.until(() -> available("narrow@example.com").equals(Money.parseUsd("2")));
        assertThat(run("codes list")).contains("spring", "3 codes", "1 uses of 3");
        run("codes disable spring");
        Typed refused = Typed.run(
                "codes redeem narrow@example.com " + lines.get(2).split(",", -1)[0] + " --data " + gateway.folder());
        assertThat(refused.code()).isNotZero();
        assertThat(refused.err()).contains("not known");
    }

    @Test
    void mistakesAreToldInWords() {
        Typed nobody = Typed.run("ledger grant nobody@example.com 5 --reason x --data " + gateway.folder());
        assertThat(nobody.code()).isEqualTo(2);
        assertThat(nobody.err()).contains("nobody@example.com", "expected");
        Typed amount = Typed.run("ledger grant poor@example.com five --reason x --data " + gateway.folder());
        assertThat(amount.code()).isEqualTo(2);
        assertThat(amount.err()).contains("\"five\"");
    }
}
