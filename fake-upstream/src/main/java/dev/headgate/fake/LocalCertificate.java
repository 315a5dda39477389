package dev.headgate.fake;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A self-signed certificate for localhost and 127.0.0.1, made by the JDK's keytool. */
record LocalCertificate(Buffer pkcs12, X509Certificate certificate) {
    /** The password of the key store; it guards nothing. */
    static final String PASSWORD = "fake-upstream";

    private static final int WAIT_SECONDS = 60;

    /** Makes a new one. Takes about a second. */
    static LocalCertificate create() {
        try {
            Path folder = Files.createTempDirectory("fake-upstream");
            Path store = folder.resolve("store.p12");
            try {
                runKeytool(store);
                return read(Files.readAllBytes(store));
            } finally {
                Files.deleteIfExists(store);
                Files.deleteIfExists(folder);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a certificate", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making a certificate", e);
        }
    }

    private static void runKeytool(Path store) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = List.of(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "fake",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("keytool did not end within " + WAIT_SECONDS + " s");
        }
        if (process.exitValue() != 0) {
            throw new IOException("keytool ended with " + process.exitValue() + " (expected: 0)");
        }
    }

    private static LocalCertificate read(byte[] bytes) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = new java.io.ByteArrayInputStream(bytes)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return new LocalCertificate(Buffer.buffer(bytes), (X509Certificate) keys.getCertificate("fake"));
    }
}
