package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.TestReport;
import dev.headgate.accounts.TestStep;
import dev.headgate.accounts.TestStep.Outcome;
import dev.headgate.accounts.TestStep.Stage;
import dev.headgate.base.AccountId;
import dev.headgate.base.ErrorCode;
import dev.headgate.config.Binder;
import dev.headgate.fake.FakeUpstream;
import dev.headgate.fake.Script;
import dev.headgate.fake.VendorErrors;
import dev.headgate.testkit.OAuthServer;
import dev.headgate.testkit.TestProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Test calls on accounts and proxies: every step is told, with what the vendor said, and nobody pays. */
@Tag("slow")
class AccountTestingTest {
    private TestGateway gateway;
    private final List<TestStep> heard = new ArrayList<>();

    @BeforeEach
    void start() {
        gateway = TestGateway.start("");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private AccountId id(String name) {
        return gateway.headgate()
                .accounts()
                .directory()
                .named(name)
                .orElseThrow()
                .id();
    }

    private TestReport test(String name) {
        heard.clear();
        return gateway.headgate().care().test(id(name), null, heard::add);
    }

    private void declare(String proxies, String account) {
        String yaml = "groups: [{ name: default, unknown-model: unpriced }]\n" + proxies
                + "\naccounts: [{ name: a, provider: anthropic, base-url: \""
                + gateway.fake().baseUrl() + "\", " + account + " }]\n";
        gateway.headgate().apply(new Binder(Map.of()).bind(DeclareConfig.class, ConfigLoader.parse(yaml, "declare")));
    }

    private TestStep step(Stage stage) {
        return heard.stream()
                .filter(one -> one.stage() == stage)
                .reduce((one, later) -> later)
                .orElseThrow();
    }

    private String words() {
        return heard.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "openai", "gemini"})
    void eachStepIsToldAndNobodyPays(String provider) {
        TestReport report = test(provider + "-1");

        assertThat(report.good()).as(words()).isTrue();
        assertThat(heard).isEqualTo(report.steps());
        assertThat(heard.stream().map(TestStep::stage).toList())
                .containsExactly(
                        Stage.DNS,
                        Stage.PROXY,
                        Stage.TCP,
                        Stage.TLS,
                        Stage.CREDENTIAL,
                        Stage.SENT,
                        Stage.FIRST_BYTE,
                        Stage.ANSWER,
                        Stage.TOKENS,
                        Stage.PRICE);
        assertThat(heard.stream()
                        .filter(step -> step.outcome() == Outcome.SKIPPED)
                        .map(TestStep::stage)
                        .toList())
                .containsExactly(Stage.PROXY, Stage.TLS);
        assertThat(step(Stage.PRICE).words()).contains("USD");
        assertThat(report.used().tokens()).isPositive();
        assertThat(report.used().listNanos()).isPositive();
        assertThat(words()).doesNotContain(TestGateway.UPSTREAM_KEY);
        assertThat(gateway.fake().seen()).hasSize(1);
        assertThat(gateway.fake().seen().getFirst().apiKey()).isEqualTo(TestGateway.UPSTREAM_KEY);
        assertThat(gateway.export()).isEmpty();
        assertThat(gateway.headgate().inFlight()).isZero();
    }

    @Test
    void aVendorThatHasGivenUpTheCheapestModelIsAskedForTheNext() {
        gateway.fake()
                .enqueue(
                        Script.json(
                                404,
                                "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model: claude-3-haiku-20240307\"}}"));

        TestReport report = test("anthropic-1");

        assertThat(report.good()).as(words()).isTrue();
        assertThat(report.model()).isNotEqualTo("claude-3-haiku-20240307").startsWith("claude-");
        assertThat(gateway.fake().seen()).hasSize(2);
    }

    @Test
    void aModelCanBeNamedAndOneThatIsNotServedIsRefused() {
        declare("", "credential: { type: api-key, api-key: key-a }, models: [\"sonnet=claude-sonnet-4-5\"]");

        TestReport report = gateway.headgate().care().test(id("a"), "sonnet", heard::add);
        assertThat(report.model()).isEqualTo("claude-sonnet-4-5");
        assertThatThrownBy(() -> gateway.headgate().care().test(id("a"), "gpt-4o", heard::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"gpt-4o\" (expected: one that account a serves");
        assertThat(test("a").model()).isEqualTo("claude-sonnet-4-5"); // the cheapest of one
    }

    @Test
    void aRefusedKeyIsToldInTheVendorsWordsAndAGoodTestMakesTheAccountWellAgain() {
        gateway.fake().enqueue(VendorErrors.anthropic(401));
        TestReport refused = test("anthropic-1");

        assertThat(refused.failure()).isEqualTo(ErrorCode.UPSTREAM_CREDENTIALS);
        assertThat(step(Stage.ANSWER).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(step(Stage.ANSWER).words()).contains("HTTP 401", "authentication_error");
        assertThat(FailoverTest.state(gateway, "anthropic-1").status()).isEqualTo(Status.NEEDS_ATTENTION);

        assertThat(test("anthropic-1").good()).isTrue();
        assertThat(FailoverTest.state(gateway, "anthropic-1").status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void anAddressThatNobodyListensOnFailsAtTcp() {
        gateway.headgate()
                .apply(new Binder(Map.of())
                        .bind(
                                DeclareConfig.class,
                                ConfigLoader.parse(
                                        "accounts: [{ name: a, provider: openai, base-url: \"http://127.0.0.1:"
                                                + FakeUpstream.refusingPort() + "\" }]",
                                        "declare")));
        TestReport report = test("a");

        assertThat(report.failure()).isEqualTo(ErrorCode.UPSTREAM_NOT_SENT);
        assertThat(heard.getLast().stage()).isEqualTo(Stage.TCP);
        assertThat(heard.getLast().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(heard.getLast().words()).contains("127.0.0.1:");
        assertThat(report.outcome()).isEqualTo("upstream_not_sent");
    }

    @Test
    void aTokenIsBroughtAndARefusedOneIsRenewedOnce() {
        try (OAuthServer server = new OAuthServer()) {
            declare(
                    "",
                    "credential: { type: oauth, grant: client-credentials, client-id: c, client-secret: s, token-url: \""
                            + server.tokenUrl() + "\" }");
            gateway.fake().enqueue(VendorErrors.anthropic(401));

            TestReport report = test("a");

            assertThat(report.good()).as(words()).isTrue();
            assertThat(heard.stream()
                            .filter(one -> one.stage() == Stage.CREDENTIAL)
                            .toList())
                    .hasSize(2);
            assertThat(step(Stage.CREDENTIAL).words()).isEqualTo("a new token");
            assertThat(words()).doesNotContain("eyJ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5", "http"})
    void aTestGoesThroughTheAccountsProxy(String kind) {
        try (TestProxy proxy = kind.equals("http") ? TestProxy.http("u", "p w") : TestProxy.socks5("u", "p w")) {
            String account = "credential: { type: api-key, api-key: key-a }, proxy: way";
            declare("proxies: [{ name: way, url: \"" + proxy.url("p%20w") + "\" }]", account);
            assertThat(test("a").good()).as(words()).isTrue();
            assertThat(step(Stage.PROXY).outcome()).isEqualTo(Outcome.OK);
            assertThat(proxy.targets()).contains("127.0.0.1:" + gateway.fake().port());

            declare("proxies: [{ name: way, url: \"" + proxy.url("wrong-password") + "\" }]", account);
            TestReport refused = test("a");
            assertThat(refused.failure()).as(words()).isEqualTo(ErrorCode.UPSTREAM_NOT_SENT);
            assertThat(words()).doesNotContain("wrong-password");
        }
    }

    @Test
    void aProxyIsTestedAndTheExitIsToldWhereTheTargetNamesIt() {
        try (TestProxy proxy = TestProxy.socks5("u", "pw")) {
            declare(
                    "proxies: [{ name: way, url: \"" + proxy.url("pw") + "\" }]",
                    "credential: { type: api-key, api-key: key-a }, proxy: way");
            assertThat(gateway.headgate()
                            .care()
                            .testProxy("way", null, heard::add)
                            .good())
                    .as(words())
                    .isTrue();
            assertThat(step(Stage.TCP).words()).contains("through the proxy");
            assertThat(step(Stage.EXIT).outcome()).isEqualTo(Outcome.SKIPPED);

            heard.clear();
            gateway.fake().enqueue(Script.answer(200, Map.of("content-type", "text/plain"), "203.0.113.7\n"));
            java.net.URI local = java.net.URI.create(gateway.fake().baseUrl() + "/ip");
            assertThat(gateway.headgate()
                            .care()
                            .testProxy("way", local, heard::add)
                            .good())
                    .isFalse(); // entered, and private
            Typed typed = Typed.run("proxies test way --target " + local + " --data " + gateway.folder());
            assertThat(typed.out()).contains("the target sees 203.0.113.7", "It works.");
            assertThat(step(Stage.DNS).words()).contains("127.0.0.1 is loopback");
            assertThatThrownBy(() -> gateway.headgate().care().testProxy("other", null, heard::add))
                    .hasMessageContaining("\"other\" (expected: one of [way])");
        }
    }

    @Test
    void aPauseByTheCommandReachesTheRunningServer() {
        String folder = gateway.folder().toString();
        Typed paused = Typed.run("accounts", "pause", "openai-2", "--reason", "invoice unpaid", "--data", folder);
        assertThat(paused.err()).isEmpty();
        assertThat(paused.out()).contains("account openai-2 is paused.");
        TestGateway.until(() -> FailoverTest.state(gateway, "openai-2").status() == Status.PAUSED);
        assertThat(FailoverTest.state(gateway, "openai-2").reason()).isEqualTo("paused: invoice unpaid");

        assertThat(Typed.run("accounts resume openai-2 --data " + folder).code())
                .isZero();
        TestGateway.until(() -> FailoverTest.state(gateway, "openai-2").status() == Status.ACTIVE);
        assertThat(Typed.run("accounts pause nobody --data " + folder).err())
                .contains("\"nobody\" (expected: one of [");
    }

    @Test
    void commandsTestBesideTheRunningServer() {
        Typed good = Typed.run("accounts test openai-2 --model gpt-4o-mini --data " + gateway.folder());
        assertThat(good.err()).isEmpty();
        assertThat(good.code()).isZero();
        assertThat(good.out()).contains("account openai-2: openai at http://127.0.0.1", "first-byte", "It works.");
        assertThat(gateway.fake().seen().getLast().apiKey()).isEqualTo(TestGateway.UPSTREAM_KEY_2);

        gateway.fake().enqueue(VendorErrors.openai(401));
        Typed bad = Typed.run("accounts test openai-2 --data " + gateway.folder());
        assertThat(bad.code()).isEqualTo(1);
        assertThat(bad.out()).contains("HTTP 401", "It doesn't work: upstream_credentials.");
        assertThat(FailoverTest.state(gateway, "openai-2").status()).isEqualTo(Status.ACTIVE);

        Typed unknown = Typed.run("accounts test nobody --data " + gateway.folder());
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("\"nobody\" (expected: one of [", "anthropic-1");
        assertThat(Typed.run("proxies test nowhere --data " + gateway.folder()).err())
                .contains("\"nowhere\"");
    }

    @Test
    void commandsExportAndImportBesideTheRunningServer(@TempDir Path folder) throws IOException {
        Path words = Files.writeString(folder.resolve("words.txt"), "correct horse battery\n");
        String data = " --data " + gateway.folder();
        Typed plain = Typed.run("accounts export --format csv" + data);
        assertThat(plain.code()).as(plain.err()).isZero();
        assertThat(plain.out())
                .startsWith("name,provider,base_url")
                .contains("anthropic-1")
                .doesNotContain("hgx1$");
        Typed sealed = Typed.run("accounts export --with-credentials --passphrase-file " + words + data);
        assertThat(sealed.out()).contains("hgx1$").doesNotContain(TestGateway.UPSTREAM_KEY);
        assertThat(Typed.run("accounts export --with-credentials" + data).err()).contains("expected: both or none");

        Path made = Files.writeString(folder.resolve("accounts.csv"), """
                name,provider,base_url,api_key,groups
                new-1,anthropic,https://api.anthropic.com,sk-new,default
                anthropic-1,anthropic,https://api.anthropic.com,sk-other,default
                """);
        Typed dry = Typed.run("accounts import " + made + " --dry-run" + data);
        assertThat(dry.out()).contains("created\tnew-1", "left\tanthropic-1", "Would be: 1 created");
        Typed done = Typed.run("accounts import " + made + data);
        assertThat(done.code()).as(done.err()).isZero();
        TestGateway.until(
                () -> gateway.headgate().accounts().directory().named("new-1").isPresent());
        assertThat(gateway.headgate()
                        .accounts()
                        .directory()
                        .named("new-1")
                        .orElseThrow()
                        .declared())
                .isFalse();
        assertThat(Typed.run("accounts import " + made + data).out()).contains("unchanged\tnew-1");

        Path bad = Files.writeString(folder.resolve("bad.csv"), "name,weight\nnew-1,0\n");
        Typed refused = Typed.run("accounts import " + bad + data);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.out()).contains("row 2, weight: \"0\" (expected: 1 to 1000)", "nothing was done");
    }
}
