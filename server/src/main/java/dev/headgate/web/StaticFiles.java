package dev.headgate.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of the console that was built in, all in memory: about 3.5 MB. Immutable; thread-safe. */
public final class StaticFiles {
    private static final String FOLDER = "/console/";
    private static final String LIST = "files.txt";

    private final Map<String, StaticFile> files;

    StaticFiles(Map<String, StaticFile> files) {
        this.files = Map.copyOf(files);
    }

    /** Read once for all. */
    private static final class BuiltIn {
        static final StaticFiles FILES = readAll();
    }

    /** Those that the build lists; none when Headgate was built without its console. Blocking when first called. */
    public static StaticFiles builtIn() {
        return BuiltIn.FILES;
    }

    private static StaticFiles readAll() {
        byte[] list = read(LIST);
        Map<String, StaticFile> files = new HashMap<>();
        if (list != null) {
            for (String name : new String(list, StandardCharsets.UTF_8).split("\n", -1)) {
                byte[] plain = name.isBlank() ? null : read(name);
                if (plain != null) {
                    files.put(name, StaticFile.of(name, plain, read(name + ".br"), read(name + ".gz")));
                }
            }
        }
        return new StaticFiles(files);
    }

    private static byte @Nullable [] read(String name) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(FOLDER + name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("console: " + name + " can't be read", e);
        }
    }

    boolean none() {
        return files.isEmpty();
    }

    /** @param name without a leading slash, such as {@code assets/index-x1.js} */
    Optional<StaticFile> find(String name) {
        return Optional.ofNullable(files.get(name));
    }
}
