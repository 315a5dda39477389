package dev.headgate.app;

import dev.headgate.config.Binder;
import dev.headgate.fake.FakeOptions;
import dev.headgate.fake.FakeUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A living system for a newcomer: a throw-away folder, a fake provider, two accounts, one user, one key, some traffic. */
@Command(name = "demo", description = "try it with a fake provider", mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String KEY = "sk-hg-demo-0123456789abcdef";
    private static final String ADMIN = "admin@example.com";
    private static final String PASSWORD = "headgate demo";

    @Option(names = "--port", description = "port to serve on", defaultValue = "8080")
    private int port = 8080;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("headgate-demo");
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (FakeUpstream fake = FakeUpstream.start(FakeOptions.DEFAULTS.withPace(Duration.ofMillis(30)))) {
            try (Headgate headgate = Headgate.start(settings(port, folder, fake.baseUrl()), Edges.system())) {
                traffic(headgate.port());
                explain(headgate.port(), folder);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitEnd(stop, stopped)));
                stop.await();
            }
        }
        throwAway(folder);
        stopped.countDown();
        return 0;
    }

    /** Lets an orderly stop end before the JVM does, and be one: left to itself the JVM would say 143. */
    private static void awaitEnd(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            if (stopped.await(30, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void throwAway(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static HeadgateConfig settings(int port, Path folder, String upstream) {
        return settings(port, folder, upstream, true);
    }

    /** A system with one provider at {@code upstream} that speaks all protocols. */
    static HeadgateConfig settings(int port, Path folder, String upstream, boolean logged) {
        // a rehearsal signs nobody in, and a password's hash costs memory and time
        String owner =
                logged ? "bootstrap: { admin-email: %s, admin-password: \"%s\" }".formatted(ADMIN, PASSWORD) : "";
        String yaml = """
                server: { port: %d }
                data: %s
                log: { access: %b }
                %s
                declare:
                  groups:
                    - { name: default, billing: balance }
                  accounts:
                    - { name: claude-demo, provider: anthropic, base-url: "%s", credential: { type: api-key, api-key: fake-1 } }
                    - { name: gpt-demo, provider: openai, base-url: "%s", credential: { type: api-key, api-key: fake-2 } }
                  users:
                    - { email: demo@example.com, balance: 10.00, concurrency: 20 }
                  keys:
                    - { name: demo, user: demo@example.com, key: "%s" }
                """.formatted(port, folder, logged, owner, upstream, upstream, KEY);
        return new Binder(Map.of()).bind(HeadgateConfig.class, ConfigLoader.parse(yaml, "demo"));
    }

    private static void traffic(int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 10; i++) {
                call(client, port, i);
            }
        }
    }

    /** Makes call number {@code i} to a system of these settings: protocols in turn, every third one streamed; its status. */
    static int call(HttpClient client, int port, int i) throws IOException, InterruptedException {
        String path = i % 2 == 0 ? "/v1/messages" : "/v1/chat/completions";
        String model = i % 2 == 0 ? "claude-sonnet-4-5" : "gpt-4o-mini";
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("authorization", "Bearer " + KEY)
                .header("content-type", "application/json")
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofString(body(model, i % 3 == 0)))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static String body(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"max_tokens\":100,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    }

    private static void explain(int port, Path folder) {
        System.out.println("""

                Headgate's demo runs on http://127.0.0.1:%1$d with a fake provider; 10 calls were made. Try:

                  curl http://127.0.0.1:%1$d/v1/messages -H 'x-api-key: %2$s' \\
                    -d '{"model":"claude-sonnet-4-5","max_tokens":100,"messages":[{"role":"user","content":"Hello"}]}'

                  curl http://127.0.0.1:%1$d/v1/usage -H 'authorization: Bearer %2$s'

                  ./run usage export --data %3$s

                The console: http://127.0.0.1:%1$d/console/ as %4$s with the password "%5$s". Ctrl-C stops the demo.""".formatted(port, KEY, folder, ADMIN, PASSWORD));
        System.out.flush();
    }
}
