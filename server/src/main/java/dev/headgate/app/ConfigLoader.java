package dev.headgate.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.headgate.config.Binder;
import dev.headgate.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Loads the settings from a file and the environment. */
final class ConfigLoader {
    private static final Path DEFAULT_FILE = Path.of("headgate.yaml");

    private ConfigLoader() {}

    /** The file in use: the one named, else {@code ./headgate.yaml} where present, else none. */
    static @Nullable Path file(@Nullable Path named) {
        if (named != null) {
            return named;
        }
        return Files.exists(DEFAULT_FILE) ? DEFAULT_FILE : null;
    }

    /**
     * Loads and checks everything.
     *
     * @throws ConfigException with all problems
     */
    static HeadgateConfig load(@Nullable Path file, Map<String, String> environment) {
        HeadgateConfig config = new Binder(environment).bind(HeadgateConfig.class, tree(file));
        List<String> problems = config.declare().crossProblems();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    /**
     * The same without what is declared: for commands that work on what is stored, and so need neither accounts nor the secrets that
     * their settings take from the environment.
     */
    static HeadgateConfig loadUndeclared(@Nullable Path file, Map<String, String> environment) {
        JsonNode tree = tree(file);
        if (tree instanceof ObjectNode settings) {
            settings.remove("declare");
        }
        return new Binder(environment).bind(HeadgateConfig.class, tree);
    }

    private static JsonNode tree(@Nullable Path file) {
        if (file == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new ConfigException(List.of(file + ": can't be read (expected: a YAML file in UTF-8)"));
        }
    }

    /** Reads YAML text; {@code name} stands in errors. */
    static JsonNode parse(String text, String name) {
        ObjectMapper yaml = new ObjectMapper(YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build());
        // numbers keep their text, so that 0.1 stays 0.1
        yaml.enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        try {
            JsonNode tree = yaml.readTree(text);
            return tree.isMissingNode() || tree.isNull() ? JsonNodeFactory.instance.objectNode() : tree;
        } catch (JsonProcessingException e) {
            String at = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
            throw new ConfigException(List.of(name + at + ": not valid YAML: " + words(e.getOriginalMessage())));
        }
    }

    /** The parser's words without the lines of the file that it quotes, which are indented: they may hold a secret. */
    private static String words(String message) {
        return message.lines()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .collect(Collectors.joining("; "));
    }
}
