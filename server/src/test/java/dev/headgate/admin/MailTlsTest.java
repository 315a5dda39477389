package dev.headgate.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.app.TestGateway;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.server.SMTPServer;

/** Letters and the password go to the mail server that is meant and to no other: STARTTLS and TLS against a real server. */
@Tag("slow")
class MailTlsTest {
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private static SSLContext ours;
    private static SSLContext anothers;

    private final ConcurrentLinkedQueue<String> letters = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> passwords = new ConcurrentLinkedQueue<>();
    private SMTPServer server;

    @BeforeAll
    static void certificates() throws Exception {
        ours = certified("ours", "ip:127.0.0.1");
        anothers = certified("anothers", "dns:mail.example.com");
    }

    /** A server's side with a certificate of its own for that name, which stands in {@code NAME.pem}. */
    private static SSLContext certified(String name, String subject) throws Exception {
        Path file = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + subject,
                        "-validity",
                        "3650",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(STORE_PASSWORD)))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, STORE_PASSWORD);
        }
        Certificate certificate = keys.getCertificate("server");
        Files.writeString(
                folder.resolve(name + ".pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, STORE_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private SMTPServer.Builder builder() {
        return SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("mail.test")
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(
                        (user, password, context) -> passwords.add(user + " " + password)))
                .messageHandler((context, from, to, data) -> letters.add(new String(data, StandardCharsets.UTF_8)));
    }

    private void start(SMTPServer.Builder builder) {
        server = builder.build();
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    /** Tries the settings out by the test button; what it said. */
    private ApiClient.Answer send(String security, String more) {
        try (TestGateway gateway = TestGateway.start("bootstrap: { admin-email: " + ApiClient.ADMIN
                + ", admin-password: \"" + ApiClient.PASSWORD + "\" }\nmail: { host: 127.0.0.1, port: "
                + server.getPortAllocated()
                + ", security: " + security + ", user: relay, password: relay-password-1, from: hg@example.com"
                + more + " }")) {
            return ApiClient.owner(gateway).post("/settings/mail/test", Map.of("to", "someone@example.com"));
        }
    }

    private static String trusting(String name) {
        return ", ca-file: \"" + folder.resolve(name + ".pem") + "\"";
    }

    private void refused(ApiClient.Answer tried, String... words) {
        assertThat(tried.json().path("ok").asBoolean(true)).as(tried.toString()).isFalse();
        assertThat(tried.json().path("words").asText()).contains(words).doesNotContain("relay-password-1");
        assertThat(letters).isEmpty();
        assertThat(passwords).as("a password must not reach who isn't meant").isEmpty();
    }

    @Test
    void aLetterGoesByStartTlsToATrustedServer() {
        start(builder().requireTLS().startTlsSocketFactory(ours));
        ApiClient.Answer tried = send("starttls", trusting("ours"));
        assertThat(tried.json().path("ok").asBoolean()).as(tried.toString()).isTrue();
        assertThat(letters).hasSize(1);
        assertThat(letters.peek()).contains("Subject: Headgate can send mail");
        assertThat(passwords).containsExactly("relay relay-password-1");
    }

    @Test
    void aLetterGoesByTlsFromTheStartToATrustedServer() {
        start(builder().serverSocketFactory(ours));
        ApiClient.Answer tried = send("tls", trusting("ours"));
        assertThat(tried.json().path("ok").asBoolean()).as(tried.toString()).isTrue();
        assertThat(letters).hasSize(1);
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() {
        start(builder().enableTLS().startTlsSocketFactory(ours));
        refused(
                send("starttls", ""),
                "the mail server's certificate is refused",
                "expected: one for 127.0.0.1",
                "ca-file");
        refused(send("starttls", trusting("anothers")), "the mail server's certificate is refused");
    }

    /** Whoever stands between has a good certificate, too: for a name of their own. */
    @Test
    void aCertificateForAnotherNameIsRefused() {
        start(builder().enableTLS().startTlsSocketFactory(anothers));
        refused(send("starttls", trusting("anothers")), "the mail server's certificate is refused", "127.0.0.1");
        server.stop();
        start(builder().serverSocketFactory(anothers));
        refused(send("tls", trusting("anothers")), "certificate");
    }

    /** Whoever stands between takes STARTTLS out of what the server offers. */
    @Test
    void aServerThatOffersNoStartTlsGetsNothing() {
        start(builder().hideTLS());
        refused(send("starttls", trusting("ours")), "STARTTLS");
    }

    @Test
    void certificatesThatCantBeReadAreToldAtTheStart() throws Exception {
        start(builder());
        Files.writeString(folder.resolve("none.pem"), "nothing of the kind");
        assertThatThrownBy(() -> send("starttls", trusting("none")))
                .hasStackTraceContaining("mail.ca-file")
                .hasStackTraceContaining("none.pem");
        assertThatThrownBy(() -> send("starttls", trusting("missing"))).hasStackTraceContaining("missing.pem");
    }
}
