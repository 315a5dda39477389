package dev.headgate.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.protocol.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The recorded exchanges that stand in {@code shared/recordings} beside the checkout; absent on a machine without them. */
public final class Recordings {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Protocol> FOLDERS = Map.of(
            "anthropic-messages", Protocol.ANTHROPIC_MESSAGES,
            "anthropic-count-tokens", Protocol.ANTHROPIC_COUNT_TOKENS,
            "openai-chat", Protocol.OPENAI_CHAT,
            "openai-responses", Protocol.OPENAI_RESPONSES,
            "openai-embeddings", Protocol.OPENAI_EMBEDDINGS,
            "gemini", Protocol.GEMINI_GENERATE,
            "gemini-count-tokens", Protocol.GEMINI_COUNT_TOKENS,
            "gemini-embeddings", Protocol.GEMINI_EMBEDDINGS);

    private Recordings() {}

    /** One recorded exchange. */
    public record Exchange(String id, Protocol protocol, JsonNode json) {
        public byte[] requestBody() {
            JsonNode text = json.path("request").path("body_text");
            String body = text.isTextual()
                    ? text.asText()
                    : json.path("request").path("body").toString();
            return body.getBytes(StandardCharsets.UTF_8);
        }

        public String path() {
            return json.path("request").path("path").asText();
        }

        public int status() {
            return json.path("response").path("status").asInt();
        }

        public boolean stream() {
            return json.path("stream").asBoolean();
        }

        public byte[] responseBody() {
            JsonNode response = json.path("response");
            return response.has("body_base64")
                    ? Base64.getDecoder().decode(response.path("body_base64").asText())
                    : response.path("body").asText().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return id;
        }
    }

    /** The folder, looked for upward from the working directory or named by {@code -Dheadgate.recordings}. */
    public static Optional<Path> folder() {
        String named = System.getProperty("headgate.recordings");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared/recordings");
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    /** All exchanges of the protocols that Headgate relays; empty without the folder. */
    public static List<Exchange> all() {
        return folder().map(Recordings::read).orElse(List.of());
    }

    private static List<Exchange> read(Path folder) {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file ->
                            FOLDERS.containsKey(file.getParent().getFileName().toString()))
                    .sorted()
                    .map(Recordings::exchange)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Exchange exchange(Path file) {
        try {
            String name = file.getFileName().toString();
            Protocol protocol = FOLDERS.get(file.getParent().getFileName().toString());
            return new Exchange(
                    name.substring(0, name.length() - ".json".length()),
                    java.util.Objects.requireNonNull(protocol),
                    JSON.readTree(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
