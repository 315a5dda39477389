package dev.headgate.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountOptions;
import dev.headgate.accounts.BaseUrl;
import dev.headgate.accounts.Credential;
import dev.headgate.accounts.ModelMap;
import dev.headgate.accounts.Provider;
import dev.headgate.base.AccountId;
import dev.headgate.base.IdSource;
import dev.headgate.base.Secret;
import dev.headgate.fake.FakeOptions;
import dev.headgate.fake.FakeUpstream;
import dev.headgate.fake.Script;
import dev.headgate.protocol.RequestEdits;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.PemTrustOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An address that someone entered is looked up once, judged, and then it and no other is connected to, under its name. */
@Tag("slow")
class CheckedAddressesTest {
    private static final String BODY = "{\"model\":\"m\",\"messages\":[]}";
    private static Vertx vertx;
    private static FakeUpstream plain;
    private static FakeUpstream secure;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        plain = FakeUpstream.start(FakeOptions.DEFAULTS);
        secure = FakeUpstream.start(FakeOptions.DEFAULTS.withTls(true));
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        plain.close();
        secure.close();
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    /** A client of its own, which resolves by {@code names}, and the loop that it lives on. */
    private record Client(UpstreamClient client, Context loop) {
        String call(Account account) {
            CompletableFuture<String> outcome = new CompletableFuture<>();
            byte[] body = BODY.getBytes(UTF_8);
            loop.runOnContext(turn -> client.post(
                    new UpstreamRequest(
                            account,
                            new dev.headgate.base.Secret("key-1"),
                            "/v1/chat/completions",
                            HttpHeaders.headers(),
                            new RequestEdits.Edited(List.of(new RequestEdits.Piece(body, 0, body.length)))),
                    new Outcome(outcome)));
            return outcome.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    private Client client(boolean allowPrivate, AddressGuard.Names names) {
        AddressGuard guard = new AddressGuard(allowPrivate, host -> {
            looks.incrementAndGet();
            return names.all(host);
        });
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(encoded())
                + "\n-----END CERTIFICATE-----\n";
        HttpClient http = vertx.createHttpClient();
        HttpClient tls = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem))));
        return new Client(
                new UpstreamClient(http, tls, new CheckedAddresses(vertx, guard, nanos::get), Duration.ofSeconds(5)),
                vertx.getOrCreateContext());
    }

    private static byte[] encoded() {
        try {
            return secure.certificate().orElseThrow().getEncoded();
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Account account(String baseUrl, boolean declared) {
        return new Account(
                new AccountId(new IdSource(InstantSource.system(), new Random(7)).next()),
                "a",
                Provider.OPENAI,
                BaseUrl.parse(baseUrl),
                new Credential.ApiKey(new Secret("upstream-key")),
                Set.of(),
                1,
                1,
                1,
                ModelMap.of(List.of()),
                AccountOptions.NONE,
                true,
                declared);
    }

    private record Outcome(CompletableFuture<String> told) implements UpstreamListener {
        @Override
        public void sent() {}

        @Override
        public void head(int status, MultiMap headers) {
            told.complete("HTTP " + status);
        }

        @Override
        public void chunk(Buffer bytes) {}

        @Override
        public void end() {}

        @Override
        public void failed(UpstreamFailure failure) {
            told.complete(failure.code().id() + " " + failure.detail());
        }
    }

    @Test
    void theJudgedAddressIsConnectedToUnderTheHostsName() {
        Client client = client(true, host -> new InetAddress[] {address("127.0.0.1")});

        assertThat(client.call(account("http://api.example.com:" + plain.port(), false)))
                .isEqualTo("HTTP 200");
        assertThat(plain.seen().getLast().header("host")).isEqualTo("api.example.com:" + plain.port());
    }

    @Test
    void aPrivateAddressBehindANameIsNotConnectedTo() {
        Client client = client(false, host -> new InetAddress[] {address("127.0.0.1")});
        long before = plain.requests();

        String outcome = client.call(account("http://api.example.com:" + plain.port(), false));

        assertThat(outcome)
                .startsWith("upstream_not_sent")
                .contains("api.example.com")
                .contains("127.0.0.1 is loopback");
        assertThat(client.call(account("http://127.0.0.1:" + plain.port(), false)))
                .contains("loopback");
        assertThat(plain.requests()).isEqualTo(before);
    }

    /** One good address among bad ones is no excuse: which one would be used is then a matter of chance. */
    @Test
    void oneBadAddressSpoilsTheName() {
        Client client = client(false, host -> new InetAddress[] {address("8.8.8.8"), address("10.0.0.1")});

        assertThat(client.call(account("http://api.example.com:" + plain.port(), false)))
                .contains("10.0.0.1 is private");
    }

    /** A name server that answers well first and badly afterwards (rebinding) gets no second question for the same call. */
    @Test
    void theNameIsLookedUpOnceAndRememberedForHalfAMinute() {
        Client client = client(true, host -> new InetAddress[] {address("127.0.0.1")});
        Account account = account("http://api.example.com:" + plain.port(), false);

        client.call(account);
        client.call(account);
        assertThat(looks).hasValue(1);

        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        client.call(account);
        assertThat(looks).hasValue(2);
    }

    @Test
    void aRefusalIsRememberedForAFewSeconds() {
        Client client = client(true, host -> {
            throw new UnknownHostException(host);
        });
        Account account = account("http://nowhere.example.com", false);

        assertThat(client.call(account)).contains("nowhere.example.com").contains("not known");
        client.call(account);
        assertThat(looks).hasValue(1);

        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        client.call(account);
        assertThat(looks).hasValue(2);
    }

    @Test
    void whereNothingListensTheNextAddressIsTriedNextTime() {
        Client client = client(true, host -> new InetAddress[] {address("127.77.77.77"), address("127.0.0.1")});
        Account account = account("http://api.example.com:" + plain.port(), false);

        assertThat(client.call(account)).startsWith("upstream_not_sent");
        assertThat(client.call(account)).isEqualTo("HTTP 200");
        assertThat(client.call(account)).isEqualTo("HTTP 200");
    }

    /** The certificate speaks for localhost and for 127.0.0.1, so a check by address would let the second one through. */
    @Test
    void theCertificateIsCheckedByName() {
        Client client = client(true, host -> new InetAddress[] {address("127.0.0.1")});

        assertThat(client.call(account("https://localhost:" + secure.port(), false)))
                .isEqualTo("HTTP 200");
        assertThat(client.call(account("https://api.example.com:" + secure.port(), false)))
                .startsWith("upstream_not_sent");
    }

    @Test
    void theFilesWordIsNotJudged() {
        Client client = client(false, host -> new InetAddress[0]);

        assertThat(client.call(account("http://127.0.0.1:" + plain.port(), true)))
                .isEqualTo("HTTP 200");
        assertThat(looks).hasValue(0);
    }

    /** A redirect would take the credential to an address that nobody judged. */
    @Test
    void redirectsAreNotFollowed() {
        Client client = client(true, host -> new InetAddress[] {address("127.0.0.1")});
        plain.enqueue(Script.json(307, "{}").header("location", plain.baseUrl() + "/elsewhere"));
        long before = plain.requests();

        assertThat(client.call(account("http://api.example.com:" + plain.port(), false)))
                .isEqualTo("HTTP 307");
        assertThat(plain.requests()).isEqualTo(before + 1);
    }
}
