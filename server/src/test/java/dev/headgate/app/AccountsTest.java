package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountOptions;
import dev.headgate.accounts.AccountState;
import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.BaseUrl;
import dev.headgate.accounts.Credential;
import dev.headgate.accounts.DeclaredAccount;
import dev.headgate.accounts.Provider;
import dev.headgate.base.AccountId;
import dev.headgate.base.Secret;
import dev.headgate.config.Binder;
import dev.headgate.config.ConfigException;
import dev.headgate.fake.VendorErrors;
import dev.headgate.testkit.OAuthServer;
import dev.headgate.testkit.TestProxy;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of an account, as calls feel it. */
@Tag("slow")
class AccountsTest {
    private static final String MESSAGE =
            "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = TestGateway.start("");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** Accounts {@code a} (as given) and {@code b} (plain, second choice) in place of the usual ones. */
    private void declare(String more, String a) {
        String yaml = """
                groups: [{ name: default, unknown-model: unpriced }]
                users: [{ email: test@example.com }]
                keys: [{ name: test, user: test@example.com, key: "%s" }]
                %s
                accounts:
                  - { name: a, provider: anthropic, base-url: "%s", priority: 1, %s }
                  - { name: b, provider: anthropic, base-url: "%s", priority: 2, credential: { type: api-key, api-key: key-b } }
                """.formatted(
                        TestGateway.KEY,
                        more,
                        gateway.fake().baseUrl(),
                        a,
                        gateway.fake().baseUrl());
        gateway.headgate().apply(bind(yaml));
    }

    private static DeclareConfig bind(String yaml) {
        return new Binder(Map.of()).bind(DeclareConfig.class, ConfigLoader.parse(yaml, "declare"));
    }

    private String call() {
        HttpResponse<byte[]> response = gateway.post("/v1/messages", MESSAGE);
        assertThat(response.statusCode()).isEqualTo(200);
        return gateway.row(response.headers().firstValue("x-request-id").orElseThrow());
    }

    private Status status(String name) {
        return FailoverTest.state(gateway, name).status();
    }

    @Test
    void extraHeadersAreSentAndAliasesMap() {
        declare("", """
                credential: { type: api-key, api-key: key-a }, models: ["claude-*=vendor/claude-*"],
                    headers: [{ name: x-team, value: blue }, { name: anthropic-beta, value: ours }]""");

        assertThat(call()).contains("\"account\":\"a\"", "\"upstream_model\":\"vendor/claude-sonnet-4-5\"");
        assertThat(gateway.fake().seen().getLast().header("x-team")).isEqualTo("blue");
        assertThat(gateway.fake().seen().getLast().header("anthropic-beta")).isEqualTo("ours");
        assertThat(gateway.fake().seen().getLast().bodyText()).contains("\"vendor/claude-sonnet-4-5\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5", "http"})
    void callsGoThroughTheProxyAndABadOneIsNotSent(String kind) {
        try (TestProxy proxy = kind.equals("http") ? TestProxy.http("u", "p w") : TestProxy.socks5("u", "p w")) {
            String account = "credential: { type: api-key, api-key: key-a }, proxy: way";
            declare("proxies: [{ name: way, url: \"" + proxy.url("p%20w") + "\" }]", account);
            assertThat(call()).contains("\"account\":\"a\"", "\"attempts\":1");
            assertThat(proxy.targets())
                    .containsExactly("127.0.0.1:" + gateway.fake().port());

            declare("proxies: [{ name: way, url: \"" + proxy.url("wrong") + "\" }]", account);
            assertThat(call()).contains("\"account\":\"b\"", "\"attempts\":2");
        }
    }

    @Test
    void expiredAndSleepingAccountsTakeNoCalls() {
        declare("", "credential: { type: api-key, api-key: key-a }, expires-at: 2026-01-01");
        assertThat(status("a")).isEqualTo(Status.EXPIRED);
        assertThat(call()).contains("\"account\":\"b\"");

        String yesterday = Instant.now()
                .minusSeconds(86_400)
                .atZone(java.time.ZoneOffset.UTC)
                .getDayOfWeek()
                .name()
                .substring(0, 3)
                .toLowerCase(java.util.Locale.ROOT);
        declare(
                "",
                "credential: { type: api-key, api-key: key-a }, schedule: { hours: [\"" + yesterday
                        + " 00:00-24:00\"] }");
        assertThat(status("a")).isEqualTo(Status.PAUSED);
        assertThat(call()).contains("\"account\":\"b\"");
    }

    @Test
    void anAllowanceExhaustsTheAccountUntilItBeginsAnew() {
        declare("", "credential: { type: api-key, api-key: key-a }, allowances: [{ tokens: 1, per: 5h }]");

        assertThat(call()).contains("\"account\":\"a\"");
        assertThat(call()).contains("\"account\":\"b\"");

        assertThat(status("a")).isEqualTo(Status.EXHAUSTED);
        assertThat(FailoverTest.state(gateway, "a").reason()).contains("own-tokens-5h");
        assertThat(FailoverTest.state(gateway, "a").until())
                .isAfter(Instant.now().plusSeconds(17_000));
        declare("", "credential: { type: api-key, api-key: key-a }");
        assertThat(status("a")).isEqualTo(Status.ACTIVE); // taken away again
    }

    @Test
    void windowsAndRestsOutliveARestartAndShowAsMetrics() {
        long reset = Instant.now().plusSeconds(7_200).getEpochSecond();
        gateway.fake().forKey(TestGateway.UPSTREAM_KEY, VendorErrors.anthropicUnified429(reset));
        call();

        gateway.restart();

        assertThat(status("anthropic-1")).isEqualTo(Status.EXHAUSTED);
        assertThat(FailoverTest.state(gateway, "anthropic-1").windows())
                .filteredOn(window -> window.name().equals("7d"))
                .first()
                .matches(window -> window.usedPpm() == 420_000);
        String metrics = new String(
                gateway.send(gateway.request("/metrics").GET().build()).body(),
                java.nio.charset.StandardCharsets.UTF_8);
        assertThat(metrics)
                .contains("headgate_account_state{account=\"anthropic-1\",state=\"exhausted\"} 1.0")
                .contains("headgate_account_window_used_ratio{account=\"anthropic-1\",model=\"\",window=\"7d\"} 0.42")
                .contains("headgate_account_slots_in_use{account=\"anthropic-2\"} 0.0");
    }

    @Test
    void theConsolesAccountsLiveBesideTheFiles() {
        DeclaredAccount draft = new DeclaredAccount(
                "mine",
                Provider.ANTHROPIC,
                BaseUrl.parse("https://api.anthropic.com"),
                new Credential.ApiKey(new Secret("key-m")),
                List.of("default"),
                1,
                1,
                1,
                List.of(),
                null,
                AccountOptions.NONE);
        AccountId id = gateway.headgate().accounts().save(List.of(draft)).getFirst();
        gateway.restart();

        assertThat(gateway.headgate()
                        .accounts()
                        .directory()
                        .named("mine")
                        .orElseThrow()
                        .declared())
                .isFalse();
        gateway.headgate().accounts().remove(id);
        assertThat(gateway.headgate().accounts().directory().named("mine")).isEmpty();
        AccountId files = gateway.headgate()
                .accounts()
                .directory()
                .named("anthropic-1")
                .orElseThrow()
                .id();
        assertThatThrownBy(() -> gateway.headgate().accounts().remove(files)).hasMessageContaining("settings file's");
    }

    /** It was neither the file's nor anybody's: no way led back but to declare it again. */
    @Test
    void anAccountThatTheFileNoLongerDeclaresIsTheConsoles() {
        declare("", "credential: { type: api-key, api-key: key-a }");
        assertThat(FailoverTest.state(gateway, "anthropic-1"))
                .extracting(AccountState::status, AccountState::reason)
                .containsExactly(Status.PAUSED, "no longer in the settings file");
        Account left = account("anthropic-1");
        assertThat(left.declared()).isFalse();

        gateway.headgate().care().resume(left.id());
        assertThat(status("anthropic-1")).isEqualTo(Status.ACTIVE);
        gateway.headgate().accounts().remove(left.id());
        assertThat(gateway.headgate().accounts().directory().named("anthropic-1"))
                .isEmpty();
    }

    @Test
    void whatTheFileDeclaresIsNotResumedByTheConsole() {
        declare("", "credential: { type: api-key, api-key: key-a }");
        Account taken = account("a");

        gateway.headgate().care().resume(taken.id());

        assertThat(account("a")).isEqualTo(taken);
    }

    private Account account(String name) {
        return gateway.headgate().accounts().directory().named(name).orElseThrow();
    }

    @Test
    void aTokenIsShownAsABearersAndARefusedOneIsRenewedOnTheSameAccount() {
        try (OAuthServer server = new OAuthServer()) {
            declare(
                    "",
                    "credential: { type: oauth, grant: client-credentials, client-id: c, client-secret: s, token-url: \""
                            + server.tokenUrl() + "\" }");
            gateway.fake().enqueue(VendorErrors.anthropic(401));

            assertThat(call()).contains("\"account\":\"a\"", "\"attempts\":1", "\"error_code\":\"\"");

            var seen = gateway.fake().seen();
            assertThat(seen).hasSize(2);
            assertThat(seen.getFirst().header("authorization")).startsWith("Bearer ey");
            assertThat(seen.getLast().header("authorization"))
                    .startsWith("Bearer ey")
                    .isNotEqualTo(seen.getFirst().header("authorization"));
            assertThat(seen.getLast().header("x-api-key")).isNull();

            gateway.fake().enqueue(VendorErrors.anthropic(401));
            gateway.fake().enqueue(VendorErrors.anthropic(401));
            assertThat(call()).contains("\"account\":\"b\"", "\"attempts\":2");
            assertThat(status("a")).isEqualTo(Status.NEEDS_ATTENTION);
        }
    }

    @Test
    void aRefusedTokenRequestSendsTheCallElsewhere() {
        try (OAuthServer server = new OAuthServer()) {
            declare(
                    "",
                    "credential: { type: oauth, grant: refresh-token, refresh-token: none, client-id: c, token-url: \""
                            + server.tokenUrl() + "\" }");

            assertThat(call()).contains("\"account\":\"b\"");
            TestGateway.until(() -> status("a") == Status.NEEDS_ATTENTION);
        }
    }

    @Test
    void whatIsWrongWithAnAccountIsSaid() {
        String head = "accounts: [{ name: a, provider: anthropic, ";
        assertThatThrownBy(() -> bind(head + "credential: { type: oauth, grant: client-credentials } }]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("client-id: absent");
        assertThatThrownBy(() -> bind(head + "schedule: { hours: [\"mo 8-18\"] } }]"))
                .hasMessageContaining("expected: such as \"mon-fri 08:00-18:00\"");
        assertThatThrownBy(() -> bind(head + "headers: [{ name: Host, value: x }] }]"))
                .hasMessageContaining("\"Host\"");
        assertThatThrownBy(() -> bind(head + "allowances: [{ usd: 5, tokens: 5, per: day }] }]"))
                .hasMessageContaining("one of the two");
        assertThatThrownBy(() -> bind("proxies: [{ name: p, url: \"ftp://u:secret-pw@h\" }]"))
                .hasMessageContaining("proxy p")
                .hasMessageNotContaining("secret-pw");
        assertThat(bind(head + "proxy: nowhere }]").crossProblems())
                .anyMatch(problem -> problem.contains("proxy \"nowhere\" (expected: a declared proxy)"));
        assertThat(bind(head
                                + "credential: { type: oauth, grant: authorization-code, client-id: c, token-url: \"https://x\" } }]")
                        .crossProblems())
                .anyMatch(problem -> problem.contains("authorization-url: absent"));
    }
}
