package dev.headgate.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.fake.FakeOptions;
import dev.headgate.fake.FakeUpstream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Law 5 on a disk without room: the real server runs on a small file system of its own, which is filled up. It serves as long
 * as its journal has room, then refuses in words, and goes on by itself when there is room again; nothing is lost or doubled. Needs the right to mount.
 */
@Tag("slow")
class DiskFullTest {
    private static final String KEY = "sk-hg-disk-0123456789abcdef";

    /** Makes each record long, so that the journal fills up soon. */
    private static final String MODEL = "claude-sonnet-4-5-" + "x".repeat(230);

    private static final int CALLS_MAX = 60_000;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void aFullDiskRefusesCallsAndLosesNone(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (FakeUpstream fake = FakeUpstream.start(FakeOptions.DEFAULTS);
                ServerProcess server = ServerProcess.start(ownFileSystem(data), settings(folder, data, fake))) {
            Path seen = Path.of("/proc/" + server.pid() + "/root" + data); // its file system as we can reach it
            Set<String> ended = ConcurrentHashMap.newKeySet();
            assertThat(call(server, ended)).isEqualTo("200");

            Path filler = seen.resolve("filler");
            fill(filler);
            String refusal = callUntilRefused(server, ended);
            Files.delete(filler);
            TestGateway.until(() -> call(server, ended).equals("200"));

            assertThat(refusal).contains("Usage can't be recorded");
            checkBooks(server.pid(), data, ended);
        }
    }

    private static List<String> ownFileSystem(Path data) {
        return List.of(
                "unshare", "--mount", "sh", "-c", "mount -t tmpfs -o size=30m none " + data + " && exec \"$@\"", "sh");
    }

    private static Path settings(Path folder, Path data, FakeUpstream fake) throws IOException {
        return Files.writeString(folder.resolve("headgate.yaml"), """
                server: { port: 0 }
                data: %s
                declare:
                  groups: [{ name: default, unknown-model: unpriced }]
                  accounts:
                    - { name: a, provider: anthropic, base-url: "%s", concurrency: 1000, credential: { type: api-key, api-key: k } }
                  users: [{ email: disk@example.com }]
                  keys: [{ name: disk, user: disk@example.com, key: "%s" }]
                """.formatted(data, fake.baseUrl(), KEY));
    }

    private static void fill(Path file) {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    /** The status of one call, with the body when it is an error; "broken" when the connection ended first. */
    private String call(ServerProcess server, Set<String> ended) {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/messages"))
                            .timeout(Duration.ofSeconds(20))
                            .header("x-api-key", KEY)
                            .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"" + MODEL
                                    + "\",\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 200) {
                ended.add(response.headers().firstValue("x-request-id").orElseThrow());
                return "200";
            }
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            return "broken";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String callUntilRefused(ServerProcess server, Set<String> ended) {
        AtomicReference<String> refusal = new AtomicReference<>();
        AtomicInteger calls = new AtomicInteger();
        try (ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                load.execute(() -> {
                    while (refusal.get() == null && calls.incrementAndGet() < CALLS_MAX) {
                        String answer = call(server, ended);
                        if (answer.startsWith("503")) {
                            refusal.set(answer);
                        }
                    }
                });
            }
        }
        String words = refusal.get();
        assertThat(words).as("refused within " + CALLS_MAX + " calls").isNotNull();
        return words == null ? "" : words;
    }

    private static void checkBooks(long pid, Path data, Set<String> ended) {
        Set<String> charged = new HashSet<>();
        TestGateway.until(() -> {
            charged.clear();
            headgate(pid, "usage", "export", "--format", "jsonl", "--data", data.toString())
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .forEach(line ->
                            assertThat(charged.add(id(line))).as("row twice").isTrue());
            return charged.containsAll(ended);
        });
        headgate(pid, "ledger", "verify", "--data", data.toString());
    }

    /** Runs a command beside the server, on the server's file system; returns what it prints, fails when it fails. */
    private static String headgate(long pid, String... words) {
        List<String> command = new ArrayList<>(List.of(
                "nsenter",
                "--target",
                Long.toString(pid),
                "--mount",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.headgate.app.Main"));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String id(String line) {
        try {
            return new ObjectMapper().readTree(line).path("request_id").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
