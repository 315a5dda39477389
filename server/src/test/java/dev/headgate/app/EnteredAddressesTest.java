package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.headgate.accounts.AccountOptions;
import dev.headgate.accounts.BaseUrl;
import dev.headgate.accounts.Credential;
import dev.headgate.accounts.Credential.Grant;
import dev.headgate.accounts.Credential.OAuth;
import dev.headgate.accounts.Credential.OAuthClient;
import dev.headgate.accounts.DeclaredAccount;
import dev.headgate.accounts.DeclaredProxy;
import dev.headgate.accounts.Provider;
import dev.headgate.accounts.TestReport;
import dev.headgate.accounts.TestStep;
import dev.headgate.base.AccountId;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.Secret;
import dev.headgate.fake.Script;
import dev.headgate.testkit.TestProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What someone entered leads nowhere inside: base URLs, proxies, token endpoints, and what they answer. */
@Tag("slow")
class EnteredAddressesTest {
    private static final String MESSAGE =
            "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final Credential KEY = new Credential.ApiKey(new Secret("key-of-mine"));

    private final List<TestStep> heard = new ArrayList<>();

    private static AccountId enter(TestGateway gateway, String base, Credential credential, @Nullable String proxy) {
        return gateway.headgate()
                .accounts()
                .save(List.of(new DeclaredAccount(
                        "mine",
                        Provider.ANTHROPIC,
                        BaseUrl.parse(base),
                        credential,
                        List.of("default"),
                        5,
                        0,
                        1,
                        List.of(),
                        proxy,
                        AccountOptions.NONE)))
                .getFirst();
    }

    private TestReport test(TestGateway gateway, AccountId id) {
        heard.clear();
        return gateway.headgate().care().test(id, null, heard::add);
    }

    /** The account that was entered is tried first, fails before anything is sent, and the call goes on to the file's. */
    private static void callGoesElsewhere(TestGateway gateway) {
        var response = gateway.post("/v1/messages", MESSAGE);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(gateway.row(response.headers().firstValue("x-request-id").orElseThrow()))
                .contains("\"account\":\"anthropic-1\"", "\"attempts\":2");
        assertThat(gateway.fake().seen()).allMatch(seen -> !"key-of-mine".equals(seen.apiKey()));
    }

    @Test
    void aPrivateBaseUrlIsNotCalledStraightOrThroughTheFilesProxy() {
        try (TestGateway gateway = TestGateway.start("");
                TestProxy proxy = TestProxy.socks5("u", "pw")) {
            gateway.redeclare(yaml -> yaml.replace(
                    "  accounts:\n", "  proxies: [{ name: way, url: \"" + proxy.url("pw") + "\" }]\n  accounts:\n"));
            for (String way : new @Nullable String[] {null, "way"}) {
                AccountId id = enter(gateway, gateway.fake().baseUrl(), KEY, way);
                TestReport report = test(gateway, id);
                assertThat(report.failure()).as(heard.toString()).isEqualTo(ErrorCode.UPSTREAM_NOT_SENT);
                assertThat(heard.getLast().words()).contains("127.0.0.1 is loopback");
                callGoesElsewhere(gateway);
                gateway.headgate().care().clear(id);
                gateway.fake().reset();
            }
            assertThat(proxy.targets()).isEmpty();
        }
    }

    @Test
    void aPrivateProxyThatSomeoneEnteredIsNotConnectedTo() {
        try (TestGateway gateway = TestGateway.start("");
                TestProxy proxy = TestProxy.socks5("u", "pw")) {
            gateway.headgate().accounts().saveProxy(new DeclaredProxy("own", new Secret(proxy.url("pw"))));
            AccountId id = enter(gateway, "https://api.example.com", KEY, "own");
            assertThat(test(gateway, id).failure()).isEqualTo(ErrorCode.UPSTREAM_NOT_SENT);
            assertThat(heard.getFirst().words()).contains("127.0.0.1 is loopback");
            gateway.headgate().care().clear(id);
            callGoesElsewhere(gateway);
            assertThat(gateway.headgate()
                            .care()
                            .testProxy("own", URI.create("https://api.example.com/ip"), heard::add)
                            .good())
                    .isFalse();
            assertThat(proxy.targets()).isEmpty();
        }
    }

    @Test
    void whereTheOperatorAllowsPrivateAddressesAllOfThemWork() {
        try (TestGateway gateway = TestGateway.start("upstream: { allow-private: true }");
                TestProxy proxy = TestProxy.socks5("u", "pw")) {
            gateway.headgate().accounts().saveProxy(new DeclaredProxy("own", new Secret(proxy.url("pw"))));
            AccountId id = enter(gateway, gateway.fake().baseUrl(), KEY, "own");
            assertThat(test(gateway, id).good()).as(heard.toString()).isTrue();
            assertThat(proxy.targets()).contains("127.0.0.1:" + gateway.fake().port());
        }
    }

    private static Credential oauth(String tokenUrl) {
        return new OAuth(
                new OAuthClient("c", new Secret("client-secret"), URI.create(tokenUrl), null, null, List.of()),
                Grant.CLIENT_CREDENTIALS,
                null);
    }

    @Test
    void aPrivateTokenEndpointIsNotAskedAndARedirectIsNotFollowed() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger led = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/token", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("location", base + "/inside");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        server.createContext("/inside", exchange -> {
            led.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            try (TestGateway gateway = TestGateway.start("")) {
                // an address is refused before the token is, so the base is one that may be called
                enter(gateway, "https://api.anthropic.com", oauth(base + "/token"), null);
                callGoesElsewhere(gateway);
                assertThat(asked).hasValue(0);
            }
            try (TestGateway gateway = TestGateway.start("upstream: { allow-private: true }")) {
                AccountId id = enter(gateway, gateway.fake().baseUrl(), oauth(base + "/token"), null);
                TestReport report = test(gateway, id);
                assertThat(report.good()).isFalse();
                assertThat(heard.getLast().stage()).isEqualTo(TestStep.Stage.CREDENTIAL);
                assertThat(asked.get()).isPositive();
                assertThat(led).hasValue(0);
                enter(gateway, gateway.fake().baseUrl(), oauth("file:///etc/passwd"), null);
                assertThat(test(gateway, id).good()).isFalse();
                assertThat(heard.getLast().words()).contains("expected: an http or https URL");
            }
        } finally {
            server.stop(0);
        }
    }

    /** A provider that answers a call with a redirect inside is not followed; the client gets the answer as it is. */
    @Test
    void aProvidersRedirectIsNotFollowed() {
        try (TestGateway gateway = TestGateway.start("upstream: { allow-private: true }")) {
            enter(gateway, gateway.fake().baseUrl(), KEY, null);
            gateway.fake()
                    .enqueue(
                            Script.answer(307, Map.of("location", gateway.fake().baseUrl() + "/elsewhere"), ""));
            assertThat(gateway.post("/v1/messages", MESSAGE).statusCode()).isEqualTo(307);
            assertThat(gateway.fake().seen()).hasSize(1);
        }
    }
}
