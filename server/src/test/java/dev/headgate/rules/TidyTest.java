package dev.headgate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sizes and habits that no compiler checks. */
class TidyTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int LINES_MAX = 400;
    private static final int TEST_LINES_MAX = 600;

    /** Files over the limit, each with the lines it may have; only to shrink. */
    private static final Map<String, Integer> LARGER = Map.of();

    private static final Pattern BANNED =
            Pattern.compile("\\b(" + "FIX" + "ME|TO" + "DO|X" + "XX)\\b|@auth" + "or|printStack" + "Trace");

    private static List<Path> files(String suffix, String... folders) {
        List<Path> found = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(suffix)
                                && !file.toString().contains("/target/")
                                && !file.toString().contains("/.git/")
                                && !file.toString().contains("/node_modules/"))
                        .forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void filesStaySmall() {
        List<String> wrong = new ArrayList<>();
        for (Path file : files(".java", "server/src", "fake-upstream/src")) {
            String name = file.getFileName().toString();
            int max = LARGER.getOrDefault(name, file.toString().contains("/test/") ? TEST_LINES_MAX : LINES_MAX);
            long lines = text(file).lines().count();
            if (lines > max) {
                wrong.add(name + ": " + lines + " lines (expected: at most " + max + ")");
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void bannedWordsStayOut() {
        List<String> wrong = new ArrayList<>();
        for (Path file : files(".java", "server/src", "fake-upstream/src")) {
            Matcher matcher = BANNED.matcher(text(file));
            if (matcher.find()) {
                wrong.add(file.getFileName() + ": " + matcher.group());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(BANNED.matcher("// FIX" + "ME later").find()).isTrue(); // the rule bites
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        try (Stream<Path> folders = Files.walk(ROOT.resolve("server/src/main/java"))) {
            List<Path> silent = folders.filter(Files::isDirectory)
                    .filter(folder -> hasClasses(folder) && !Files.exists(folder.resolve("package-info.java")))
                    .toList();
            assertThat(silent).isEmpty();
        }
    }

    private static boolean hasClasses(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
