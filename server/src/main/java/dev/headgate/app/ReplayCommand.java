package dev.headgate.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.protocol.Protocol;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.protocol.UsageReader;
import dev.headgate.protocol.UsageReaders;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Sends recorded requests to a running Headgate, one after another, and prints what came back. A recording is JSON with
 * {@code request: { method, path, headers, body | body_text }}, and where known {@code protocol} and {@code response.status}.
 */
@Command(
        name = "replay",
        description = "send recorded requests to a running Headgate; print status, time and tokens",
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Not sent: credentials of then, and what belongs to the connection. */
    private static final Set<String> LEFT_OUT = Set.of(
            "authorization",
            "x-api-key",
            "x-goog-api-key",
            "cookie",
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "accept-encoding",
            "expect",
            "upgrade");

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--url",
            description = "where Headgate serves; default: ${DEFAULT-VALUE}",
            defaultValue = "http://127.0.0.1:8080")
    private String url = "";

    @Option(
            names = "--key",
            required = true,
            description = "the key to call with; default: $HEADGATE_KEY",
            defaultValue = "${env:HEADGATE_KEY}")
    private String key = "";

    @Option(
            names = "--timeout",
            description = "longest time for an answer, in seconds; default: ${DEFAULT-VALUE}",
            defaultValue = "600")
    private int timeoutSeconds;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "recordings, or folders of them")
    private List<Path> files = new ArrayList<>();

    private record Answer(
            int status, long firstByteMillis, long millis, String requestId, Optional<TokenUsage> tokens) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        int other = 0;
        int unanswered = 0;
        List<Path> recordings = recordings();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (Path file : recordings) {
                JsonNode recording = JSON.readTree(Files.readAllBytes(file));
                try {
                    Answer answer = send(client, recording, file);
                    int then = recording.path("response").path("status").asInt(answer.status());
                    other += then == answer.status() ? 0 : 1;
                    print(file, answer, then);
                } catch (IOException e) {
                    unanswered++;
                    config.out().println(file.getFileName() + ": no answer: " + e.getMessage());
                }
            }
        }
        config.out()
                .println(recordings.size() + " sent, " + other + " with another status than recorded, " + unanswered
                        + " without an answer");
        return unanswered == 0 ? 0 : 1;
    }

    private List<Path> recordings() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new IllegalArgumentException(file + ": not there (expected: a recording or a folder of them)");
            }
            try (Stream<Path> walked = Files.walk(file)) {
                walked.filter(path ->
                                Files.isRegularFile(path) && path.toString().endsWith(".json"))
                        .sorted()
                        .forEach(found::add);
            }
        }
        return found;
    }

    private Answer send(HttpClient client, JsonNode recording, Path file) throws IOException, InterruptedException {
        JsonNode request = recording.path("request");
        if (!request.path("path").isTextual()) {
            throw new IllegalArgumentException(file + ": no request.path (expected: a recording)");
        }
        String body = request.path("body_text").isTextual()
                ? request.path("body_text").asText()
                : request.has("body") ? request.path("body").toString() : "";
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        URI.create(url + request.path("path").asText()))
                .timeout(Duration.ofSeconds(timeoutSeconds))
                .method(request.path("method").asText("POST"), HttpRequest.BodyPublishers.ofString(body));
        request.path("headers").properties().forEach(header -> {
            if (!LEFT_OUT.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                builder.setHeader(header.getKey(), header.getValue().asText());
            }
        });
        builder.setHeader("authorization", "Bearer " + key);
        long begin = System.nanoTime();
        HttpResponse<InputStream> response = client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
        Optional<UsageReader> reader = protocol(recording).map(UsageReaders::open);
        long firstByte = -1;
        byte[] bytes = new byte[16 * 1024];
        try (InputStream in = response.body()) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                firstByte = firstByte < 0 ? System.nanoTime() : firstByte;
                int read = count;
                reader.ifPresent(open -> open.feed(bytes, 0, read));
            }
        }
        reader.ifPresent(UsageReader::end);
        long end = System.nanoTime();
        return new Answer(
                response.statusCode(),
                firstByte < 0 ? -1 : (firstByte - begin) / 1_000_000,
                (end - begin) / 1_000_000,
                response.headers().firstValue("x-request-id").orElse("-"),
                reader.filter(open -> open.report().stated())
                        .map(open -> open.report().total()));
    }

    private static Optional<Protocol> protocol(JsonNode recording) {
        String name = recording.path("protocol").asText("");
        for (Protocol protocol : Protocol.values()) {
            if (protocol.id().equals(name) || protocol.id().equals(name + "-generate")) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    private void print(Path file, Answer answer, int then) {
        StringBuilder line = new StringBuilder();
        line.append(file.getFileName()).append(": ").append(answer.status());
        line.append(then == answer.status() ? "" : " (recorded: " + then + ")");
        line.append(", first byte ").append(answer.firstByteMillis()).append(" ms, ");
        line.append(answer.millis()).append(" ms");
        answer.tokens()
                .ifPresent(tokens -> line.append(", input=")
                        .append(tokens.input())
                        .append(" output=")
                        .append(tokens.output())
                        .append(" cache_read=")
                        .append(tokens.cacheRead())
                        .append(" cache_write=")
                        .append(tokens.cacheWrite5m() + tokens.cacheWrite1h()));
        config.out().println(line.append(", ").append(answer.requestId()));
    }
}
