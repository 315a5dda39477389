package dev.headgate.app;

import dev.headgate.base.Secret;
import dev.headgate.tariff.TableSource.Fetched;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads price tables from files and addresses that the machine's owner named. Blocking. */
final class PriceFetch {
    private static final int BYTES_MAX = 16 << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int HEX_DIGITS = 64;

    private PriceFetch() {}

    /**
     * Reads a table and its checksum.
     *
     * @param from a file, or an http or https URL
     * @param checksum 64 hex digits, or a file or URL whose first word they are; absent: for a URL, the URL with {@code .sha256}
     *     appended, which must be there; for a file none
     */
    static Fetched read(String from, @Nullable String checksum) {
        byte[] table = bytes(from);
        String where = checksum != null ? checksum : remote(from) ? from + ".sha256" : "";
        if (where.isEmpty() || isHash(where)) {
            return new Fetched(table, where);
        }
        String word = new String(bytes(where), StandardCharsets.UTF_8).strip().split("\\s+", 2)[0];
        if (!isHash(word)) {
            throw new IllegalArgumentException("checksum " + (remote(where) ? Secret.withoutUserInfo(where) : where)
                    + ": \"" + shorten(word) + "\" (expected: a file that begins with 64 hex digits of sha256)");
        }
        return new Fetched(table, word);
    }

    private static boolean isHash(String text) {
        return text.length() == HEX_DIGITS && text.toLowerCase(Locale.ROOT).matches("[0-9a-f]+");
    }

    private static boolean remote(String from) {
        return from.startsWith("http://") || from.startsWith("https://");
    }

    private static byte[] bytes(String from) {
        String shown = remote(from) ? Secret.withoutUserInfo(from) : from;
        try {
            byte[] bytes = remote(from) ? get(URI.create(from)) : Files.readAllBytes(Path.of(from));
            if (bytes.length > BYTES_MAX) {
                throw new IllegalArgumentException(
                        shown + ": " + bytes.length + " bytes (expected: at most " + BYTES_MAX + ")");
            }
            return bytes;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    shown + ": can't be read (expected: a price table): " + e.getMessage(), e);
        }
    }

    private static byte[] get(URI uri) throws IOException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException("HTTP " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String shorten(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
