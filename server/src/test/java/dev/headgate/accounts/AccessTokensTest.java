package dev.headgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.sun.net.httpserver.HttpServer;
import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.Credential.Grant;
import dev.headgate.accounts.Credential.OAuth;
import dev.headgate.accounts.Credential.OAuthClient;
import dev.headgate.base.IdSource;
import dev.headgate.base.Secret;
import dev.headgate.store.Store;
import dev.headgate.testkit.ManualClock;
import dev.headgate.testkit.OAuthServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens from a real OAuth server: got, renewed once however many ask, kept over restarts, and lost with words. */
@Tag("slow")
class AccessTokensTest {
    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T10:00:00Z"));
    private final AtomicInteger asked = new AtomicInteger();
    private final SecureRandom random = new SecureRandom();
    private final Vault vault = new Vault(new byte[32], random);
    private OAuthServer server;
    private Store store;
    private Accounts accounts;
    private AccountHealth health;
    private AccessTokens tokens;
    private SignIns signIns;
    private volatile String lastBody = "";

    @BeforeEach
    void start() {
        server = new OAuthServer();
        store = Store.open("sqlite:" + folder.resolve("test.db"));
        open();
    }

    /** As after a restart. */
    private void open() {
        RandomGenerator quick = RandomGenerator.of("L64X128MixRandom");
        accounts = new Accounts(store, vault, new IdSource(clock, quick));
        accounts.reload();
        health = new AccountHealth(clock, quick);
        Egress egress = account -> request -> {
            asked.incrementAndGet();
            lastBody = request.getBody();
            return ((HTTPRequest) request).send();
        };
        tokens = new AccessTokens(accounts, health, new AccessTokens.Parts(store, vault, egress, clock, quick));
        signIns = new SignIns(accounts, tokens, egress, random, System::nanoTime);
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private Account account(Credential credential) {
        accounts.apply(
                List.of(new DeclaredGroup("default", 1_000_000, Group.Billing.NONE, new Group.UnknownModel.Refuse())),
                List.of(),
                List.of(new DeclaredAccount(
                        "a",
                        Provider.OPENAI,
                        BaseUrl.parse("https://api.example.com"),
                        credential,
                        List.of("default"),
                        8,
                        50,
                        1,
                        List.of(),
                        null,
                        AccountOptions.NONE)));
        return accounts.directory().named("a").orElseThrow();
    }

    private OAuth oauth(Grant grant, @Nullable String refreshToken) {
        return new OAuth(
                new OAuthClient(
                        "client-1",
                        new Secret("secret-1"),
                        server.tokenUrl(),
                        server.authorizationUrl(),
                        URI.create("http://127.0.0.1:1/device"),
                        List.of("openid", "offline_access")),
                grant,
                refreshToken == null ? null : new Secret(refreshToken));
    }

    /** Signs in as a browser would, following no redirect but reading it. */
    private void signIn(Account account) throws Exception {
        SignIns.CodeStart begin = signIns.startCode(account.id(), URI.create("http://127.0.0.1:1/back"));
        assertThat(begin.url().toString()).contains("code_challenge_method=S256");
        try (HttpClient browser = HttpClient.newHttpClient()) {
            String back = browser.send(
                            HttpRequest.newBuilder(begin.url()).build(), HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("location")
                    .orElseThrow();
            assertThat(back).contains("state=" + begin.state());
            String code = back.replaceAll(".*[?&]code=([^&]*).*", "$1");
            assertThat(signIns.finishCode(begin.state(), code)).isEqualTo(account.id());
            assertThatThrownBy(() -> signIns.finishCode(begin.state(), code)).hasMessageContaining("state: unknown");
        }
    }

    @Test
    void aHundredCallsAtExpiryCauseOneRenewal() {
        Account account = account(oauth(Grant.CLIENT_CREDENTIALS, null));
        Secret first = tokens.fresh(account).join();
        assertThat(tokens.current(account)).isEqualTo(first);
        assertThat(asked).hasValue(1);

        clock.advance(Duration.ofHours(2));
        assertThat(tokens.current(account)).isNull();
        List<CompletableFuture<Secret>> waiting = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            threads.add(Thread.ofVirtual().unstarted(() -> {
                CompletableFuture<Secret> mine = tokens.fresh(account);
                synchronized (waiting) {
                    waiting.add(mine);
                }
            }));
        }
        threads.forEach(Thread::start);
        threads.forEach(AccessTokensTest::join);
        Set<Secret> seen = new HashSet<>();
        waiting.forEach(one -> seen.add(one.join()));

        assertThat(waiting).hasSize(100);
        assertThat(asked).hasValue(2);
        assertThat(seen).hasSize(1).doesNotContain(first);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aRefusedTokenIsRenewedOnceForAllWhoWereRefused() {
        Account account = account(oauth(Grant.CLIENT_CREDENTIALS, null));
        Secret first = tokens.fresh(account).join();

        Secret second = tokens.renewed(account, first).join();

        assertThat(second).isNotEqualTo(first);
        assertThat(tokens.renewed(account, first).join()).isEqualTo(second);
        assertThat(asked).hasValue(2);
    }

    @Test
    void aSignInGivesTokensWhichOutliveARestartAndRotate() throws Exception {
        Account account = account(oauth(Grant.AUTHORIZATION_CODE, null));
        assertThatThrownBy(() -> tokens.fresh(account).join()).hasMessageContaining("nobody has signed in");
        assertThat(health.state(account).status()).isEqualTo(Status.NEEDS_ATTENTION);

        signIn(account);
        Secret first = tokens.current(account);
        assertThat(first).isNotNull();
        assertThat(health.state(account).status()).isEqualTo(Status.ACTIVE);

        int before = asked.get();
        open();
        Account again = accounts.directory().named("a").orElseThrow();
        assertThat(tokens.fresh(again).join()).isEqualTo(first);
        assertThat(asked).hasValue(before); // what was stored is still good

        String refresh = stored(again).refresh().reveal();
        clock.advance(Duration.ofHours(2));
        assertThat(tokens.fresh(again).join()).isNotEqualTo(first);
        assertThat(stored(again).refresh().reveal()).isNotEqualTo(refresh); // rotated, and kept
        clock.advance(Duration.ofHours(2));
        assertThat(tokens.fresh(again).join()).isNotNull(); // the rotated one works
    }

    private TokenSet stored(Account account) {
        return TokenSet.read(store.read(handle -> JdbcAccountMarks.tokens(handle, account.id(), vault))
                .orElseThrow());
    }

    /** A rotated refresh token that is used but not stored would be lost with the process, and the account with it. */
    @Test
    void newTokensAreNotGivenOutBeforeTheyAreStored() throws Exception {
        Account account = account(oauth(Grant.AUTHORIZATION_CODE, null));
        signIn(account);
        clock.advance(Duration.ofHours(2));
        run("alter table account_tokens rename column saved_at to away");
        int before = asked.get();

        assertThatThrownBy(() -> tokens.fresh(account).join()).hasMessageContaining("could not be stored");
        assertThat(tokens.current(account)).isNull();
        assertThat(health.state(account).status()).isEqualTo(Status.ACTIVE); // it is ours to mend, not the operator's
        assertThat(asked).hasValue(before + 1);

        run("alter table account_tokens rename column away to saved_at");
        Secret saved = tokens.fresh(account).join();
        assertThat(asked).hasValue(before + 1); // the same tokens, now stored
        assertThat(stored(account).access()).isEqualTo(saved);
    }

    private void run(String sql) {
        store.write(handle -> handle.createUpdate(sql).execute());
    }

    @Test
    void aRefusedRefreshNeedsAttentionInTheProvidersWords() {
        Account account = account(oauth(Grant.REFRESH_TOKEN, "never-issued"));

        assertThatThrownBy(() -> tokens.fresh(account).join())
                .hasCauseInstanceOf(TokenFailure.class)
                .hasMessageContaining("invalid_grant");

        AccountState state = health.state(account);
        assertThat(state.status()).isEqualTo(Status.NEEDS_ATTENTION);
        assertThat(state.reason()).contains("invalid_grant").doesNotContain("never-issued");
    }

    @Test
    void aServerThatIsAwayIsNoReasonForAttention() {
        Account account = account(oauth(Grant.CLIENT_CREDENTIALS, null));
        server.close();

        assertThatThrownBy(() -> tokens.fresh(account).join()).hasMessageContaining("could not be asked");

        assertThat(health.state(account).status()).isEqualTo(Status.ACTIVE);
    }

    @Test
    void aServiceAccountsSignedAssertionIsChangedForAToken() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(keys.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        String file = "{\"type\":\"service_account\",\"client_email\":\"robot@example.com\",\"private_key_id\":\"k1\","
                + "\"private_key\":\"" + pem.replace("\r", "").replace("\n", "\\n") + "\"}";
        URI endpoint = server.tokenUrl();
        Account account =
                account(ServiceAccountFile.read(new Secret(file), endpoint, List.of("https://example.com/scope")));

        assertThat(tokens.fresh(account).join().reveal()).startsWith("ey");
        String body = lastBody;
        assertThat(body).contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer");
        String head = body.replaceAll(".*assertion=([^.]*)\\..*", "$1");
        assertThat(new String(Base64.getUrlDecoder().decode(head), StandardCharsets.UTF_8))
                .contains("RS256")
                .contains("\"kid\":\"k1\"");
        assertThatThrownBy(() -> ServiceAccountFile.read(new Secret("{\"client_email\":\"x\"}"), null, List.of()))
                .hasMessageContaining("no private_key");
    }

    @Test
    void aDeviceSignInIsPolledUntilTheCodeWasTyped() throws IOException {
        Queue<String> answers = new ArrayDeque<>(
                List.of(
                        "{\"error\":\"authorization_pending\"}",
                        "{\"error\":\"slow_down\"}",
                        "{\"access_token\":\"at-1\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"rt-1\"}"));
        HttpServer device = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        device.createContext("/device", exchange -> answer(exchange, 200, """
                {"device_code":"dc","user_code":"ABCD-EFGH","verification_uri":"https://example.com/d","expires_in":600,"interval":5}"""));
        device.createContext("/token", exchange -> {
            String next = answers.remove();
            answer(exchange, next.contains("error") ? 400 : 200, next);
        });
        device.start();
        try {
            String base = "http://127.0.0.1:" + device.getAddress().getPort();
            Account account = account(new OAuth(
                    new OAuthClient(
                            "public-client",
                            null,
                            URI.create(base + "/token"),
                            null,
                            URI.create(base + "/device"),
                            List.of()),
                    Grant.DEVICE_CODE,
                    null));

            SignIns.DeviceStart begin = signIns.startDevice(account.id());
            assertThat(begin.userCode()).isEqualTo("ABCD-EFGH");
            assertThat(signIns.pollDevice(begin.handle())).isEqualTo(SignIns.DeviceState.PENDING);
            assertThat(signIns.pollDevice(begin.handle())).isEqualTo(SignIns.DeviceState.SLOW_DOWN);
            assertThat(signIns.pollDevice(begin.handle())).isEqualTo(SignIns.DeviceState.DONE);
            assertThat(tokens.current(account)).isEqualTo(new Secret("at-1"));
        } finally {
            device.stop(0);
        }
    }

    private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status, String json)
            throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("content-type", "application/json");
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
