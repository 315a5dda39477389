package dev.headgate.app;

import dev.headgate.config.Binder;
import dev.headgate.fake.FakeOptions;
import dev.headgate.fake.FakeUpstream;
import dev.headgate.usage.UsageBook;
import dev.headgate.usage.UsageExport;
import dev.headgate.webhooks.Webhooks;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A whole gateway on a folder of its own with a fake provider behind it, entered by HTTP. */
public final class TestGateway implements AutoCloseable {
    public static final String KEY = "sk-hg-test-0123456789abcdef";
    public static final String POOR_KEY = "sk-hg-poor-0123456789abcdef";
    public static final String GONE_KEY = "sk-hg-gone-0123456789abcdef";
    public static final String LEFT_KEY = "sk-hg-left-0123456789abcdef";
    public static final String UPSTREAM_KEY = "upstream-secret-1";
    public static final String UPSTREAM_KEY_2 = "upstream-secret-2";

    private final FakeUpstream fake;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;
    private final String settings;
    private final int spares;
    private final Pool pool;
    private final More more;
    private final Edges edges;
    private Headgate headgate;
    private String declared = "";

    /**
     * Equal accounts of each provider in a group of their own.
     *
     * @param size accounts of each provider
     * @param concurrency slots of each
     */
    public record Pool(int size, int concurrency) {
        public static final Pool NONE = new Pool(0, 1);

        /** A key for it; there are two users, 0 and 1. */
        public static String key(int user) {
            return "sk-hg-pool-" + user + "-0123456789abcdef";
        }

        /** The credential of an account of it; the first is 0. */
        public static String credential(int account) {
            return "upstream-pool-" + account;
        }
    }

    private TestGateway(String settings, int spares, FakeOptions options) {
        this(settings, spares, options, Pool.NONE, More.NONE, Edges.system());
    }

    private TestGateway(String settings, int spares, FakeOptions options, Pool pool, More more, Edges edges) {
        this.pool = pool;
        this.more = more;
        this.edges = edges;
        fake = FakeUpstream.start(options);
        try {
            folder = Files.createTempDirectory("headgate-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.settings = settings;
        this.spares = spares;
        this.headgate = open();
    }

    /** Two accounts of each provider at the fake; the first is preferred. {@code settings} adds top-level YAML. */
    public static TestGateway start(String settings) {
        return new TestGateway(settings, 0, FakeOptions.DEFAULTS);
    }

    /** The same behind a fake provider that speaks TLS, and HTTP/2 to whoever can. */
    public static TestGateway startWithTls() {
        return new TestGateway("upstream: { trust-all: true }", 0, FakeOptions.DEFAULTS.withTls(true));
    }

    /**
     * The same with so many spare groups, each with one account of each provider of its own, so that what cools down or
     * breaks there is felt nowhere else, and with a key of a user of its own, who may have one call in flight.
     */
    public static TestGateway start(String settings, int spares) {
        return new TestGateway(settings, spares, FakeOptions.DEFAULTS);
    }

    /** The same with a pool of equal accounts and a clock of the test's own. */
    public static TestGateway start(String settings, Pool pool, Edges edges) {
        return new TestGateway(settings, 0, FakeOptions.DEFAULTS, pool, More.NONE, edges);
    }

    /**
     * What is declared besides, as lines of YAML lists.
     *
     * @param accounts may name the fake's address as {@code FAKE}
     */
    public record More(String groups, String accounts, String users, String keys) {
        public static final More NONE = new More("", "", "", "");
    }

    /** The same with more declared, and a clock of the test's own. */
    public static TestGateway start(String settings, More more, Edges edges) {
        return new TestGateway(settings, 0, FakeOptions.DEFAULTS, Pool.NONE, more, edges);
    }

    /** The key of a spare group; the first is 0. */
    public static String spareKey(int number) {
        return "sk-hg-spare-" + number + "-0123456789abcdef";
    }

    private Headgate open() {
        StringBuilder accounts = new StringBuilder();
        for (String provider : List.of("anthropic", "openai", "gemini")) {
            accounts.append(account(provider + "-1", provider, UPSTREAM_KEY, "default, paid, members", 1));
            accounts.append(account(provider + "-2", provider, UPSTREAM_KEY_2, "default, paid, members", 2));
        }
        StringBuilder groups = new StringBuilder();
        StringBuilder users = new StringBuilder();
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < spares; i++) {
            String spare = "spare-" + i;
            groups.append("    - { name: " + spare + ", unknown-model: unpriced }\n");
            users.append("    - { email: " + spare + "@example.com, concurrency: 1 }\n");
            keys.append("    - { name: " + spare + ", user: " + spare + "@example.com, group: " + spare + ", key: \""
                    + spareKey(i) + "\" }\n");
            for (String provider : List.of("anthropic", "openai", "gemini")) {
                accounts.append(account(provider + "-" + spare, provider, "upstream-" + spare, spare, 1));
            }
        }
        groups.append("    - { name: pool, unknown-model: unpriced }\n");
        for (int i = 0; i < pool.size(); i++) {
            for (String provider : List.of("anthropic", "openai", "gemini")) {
                accounts.append(account(provider + "-pool-" + i, provider, Pool.credential(i), "pool", 1)
                        .replace("concurrency: 1000", "concurrency: " + pool.concurrency()));
            }
        }
        for (int i = 0; i < 2; i++) {
            users.append("    - { email: pool-" + i + "@example.com }\n");
            keys.append("    - { name: pool-" + i + ", user: pool-" + i + "@example.com, group: pool, key: \""
                    + Pool.key(i) + "\" }\n");
        }
        groups.append(lines(more.groups()));
        accounts.append(lines(more.accounts().replace("FAKE", fake.baseUrl())));
        users.append(lines(more.users()));
        keys.append(lines(more.keys()));
        String yaml = """
                server: { port: 0 }
                data: %s
                %s
                declare:
                  groups:
                    - { name: default, unknown-model: unpriced }
                    - { name: paid, billing: balance, unknown-model: refuse }
                    - { name: members, billing: subscription }
                %s
                  accounts:
                %s
                  users:
                    - { email: test@example.com }
                    - { email: poor@example.com, balance: 0.001 }
                    - { email: narrow@example.com, concurrency: 1 }
                    - { email: left@example.com }
                    - { email: buyer@example.com }
                %s
                  keys:
                    - { name: test, user: test@example.com, key: "%s" }
                    - { name: poor, user: poor@example.com, group: paid, key: "sk-hg-poor-0123456789abcdef" }
                    - { name: narrow, user: narrow@example.com, key: "sk-hg-narrow-0123456789abcdef" }
                    - { name: gone, user: test@example.com, key: "%s" }
                    - { name: left, user: left@example.com, key: "%s" }
                    - { name: buyer, user: buyer@example.com, group: members, key: "sk-hg-buyer-0123456789abcdef" }
                %s
                  plans:
                    - { name: pro, group: members, price: 20, validity: 1mo, limits: { day: 0.01 }, time-zone: Europe/Berlin }
                  budgets:
                    - { user: buyer@example.com, period: month, limit: 100, alerts: [50] }
                """.formatted(folder, settings, groups, accounts, users, KEY, GONE_KEY, LEFT_KEY, keys);
        declared = yaml;
        return Headgate.start(bind(yaml), edges);
    }

    private static HeadgateConfig bind(String yaml) {
        return new Binder(Map.of()).bind(HeadgateConfig.class, ConfigLoader.parse(yaml, "test"));
    }

    /** Applies the declaration anew, edited from the one at the start. */
    public void redeclare(java.util.function.UnaryOperator<String> edit) {
        headgate.apply(bind(edit.apply(declared)).declare());
    }

    /** Takes the key {@link #GONE_KEY} and the user of {@link #LEFT_KEY} out of the declaration: both are disabled then. */
    public void disableGoneAndLeft() {
        redeclare(yaml -> yaml.lines()
                .filter(line -> !line.contains("{ name: gone,") && !line.contains("{ email: left@"))
                .collect(java.util.stream.Collectors.joining("\n")));
    }

    private static String lines(String list) {
        return list.isBlank() ? "" : list.strip().indent(4);
    }

    private String account(String name, String provider, String key, String groups, int priority) {
        return "    - { name: " + name + ", provider: " + provider + ", base-url: \"" + fake.baseUrl()
                + "\", credential: { type: api-key, api-key: " + key + " }, groups: [" + groups
                + "], priority: " + priority + ", concurrency: 1000 }\n";
    }

    /** The data folder. */
    public Path folder() {
        return folder;
    }

    public FakeUpstream fake() {
        return fake;
    }

    public int port() {
        return headgate.port();
    }

    public Headgate headgate() {
        return headgate;
    }

    /** Events on their way to others. */
    public Webhooks webhooks() {
        return headgate.outward().features().webhooks();
    }

    /** Looks now at what is to be told to others, instead of within some seconds. */
    public void lookOutward() {
        headgate.outward().look();
    }

    /** What is printed at the start of a Headgate that nobody owns. */
    public String setupToken() {
        return headgate.setupToken().orElseThrow().reveal();
    }

    /** Stops the gateway in order and starts it again on the same folder. */
    public void restart() {
        headgate.close();
        headgate = open();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    public HttpResponse<byte[]> post(String path, String body) {
        return post(path, body.getBytes(java.nio.charset.StandardCharsets.UTF_8), KEY);
    }

    public HttpResponse<byte[]> post(String path, byte[] body, String key) {
        return send(request(path)
                .header("authorization", "Bearer " + key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    public HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The usage export as JSON lines. */
    public List<String> export() {
        StringWriter out = new StringWriter();
        UsageExport.write(headgate.store(), UsageExport.Format.JSONL, null, null, out);
        return out.toString().lines().toList();
    }

    /** The row of one request, once it is settled. */
    public String row(String requestId) {
        List<String> found = new ArrayList<>();
        until(() -> {
            found.clear();
            export().stream().filter(line -> line.contains(requestId)).forEach(found::add);
            return !found.isEmpty();
        });
        if (found.size() != 1) {
            throw new AssertionError("rows of " + requestId + ": " + found);
        }
        return found.getFirst();
    }

    /** The decision trace of one request, once it is settled. */
    public String trace(String requestId) {
        row(requestId);
        return headgate.store()
                .read(handle -> handle.createQuery("select trace from usage where request_id = :id")
                        .bind("id", requestId)
                        .mapTo(String.class)
                        .one());
    }

    /** Waits until something holds; fails after 10 s. */
    public static void until(BooleanSupplier holds) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not come true within 10 s");
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000L);
        }
    }

    /**
     * Checks that everything that was taken has been given back, that the books balance and that memory agrees with them, then
     * stops.
     */
    @Override
    public void close() {
        until(() -> headgate.inFlight() == 0);
        until(() -> headgate.unsettled() == 0);
        List<String> wrong = new ArrayList<>(headgate.billing().verify());
        wrong.addAll(headgate.billing().memoryDifferences());
        wrong.addAll(new UsageBook(headgate.store(), (handle, inserted) -> {}).verify());
        headgate.close();
        fake.close();
        client.close();
        until(() -> edges.memory().taken() == 0);
        if (!wrong.isEmpty()) {
            throw new AssertionError("the books: " + wrong);
        }
    }
}
