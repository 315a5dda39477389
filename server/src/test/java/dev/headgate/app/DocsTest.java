package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** The docs are held to the program: their commands parse, their settings load, their links lead somewhere. */
class DocsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)([^\\n]*)\\n(.*?)^```$");
    private static final Pattern INLINE = Pattern.compile("`((?:\\./run|headgate) [^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(#[^)]*)?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)");

    /** A fenced block: its language, what else stands behind the fence, and its text. */
    private record Block(Path file, String language, String more, String text) {
        @Override
        public String toString() {
            return ROOT.relativize(file) + ": " + text.lines().findFirst().orElse("");
        }
    }

    private static List<Path> pages() {
        List<Path> pages = new ArrayList<>();
        pages.addAll(pages(ROOT, 1));
        pages.addAll(pages(ROOT.resolve("bench"), 1));
        pages.addAll(pages(ROOT.resolve("docs"), 4));
        return pages;
    }

    private static List<Path> pages(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Block> blocks(String language) {
        List<Block> blocks = new ArrayList<>();
        for (Path page : pages()) {
            Matcher matcher = BLOCK.matcher(text(page));
            while (matcher.find()) {
                blocks.add(new Block(page, matcher.group(1), matcher.group(2).strip(), matcher.group(3)));
            }
        }
        return blocks.stream().filter(block -> block.language().equals(language));
    }

    /** {@code ```yaml} holds settings; {@code ```yaml prices} an operator's prices; other words are other programs' files. */
    @TestFactory
    Stream<DynamicTest> settingsInTheDocsLoad() {
        return blocks("yaml")
                .map(block -> DynamicTest.dynamicTest(block.toString(), () -> {
                    Path file = Files.createTempFile("docs", ".yaml");
                    try {
                        Files.writeString(file, block.text());
                        if (block.more().isEmpty()) {
                            assertThat(ConfigLoader.load(file, variables(block.text())))
                                    .isNotNull();
                        } else if (block.more().equals("prices")) {
                            assertThat(Prices.own(file)).isNotEmpty();
                        }
                    } finally {
                        Files.delete(file);
                    }
                }));
    }

    private static Map<String, String> variables(String text) {
        Map<String, String> values = new HashMap<>();
        Matcher matcher = VARIABLE.matcher(text);
        while (matcher.find()) {
            values.put(matcher.group(1), "a-value-of-at-least-16-characters");
        }
        return values;
    }

    @TestFactory
    Stream<DynamicTest> commandsInTheDocsParse() {
        List<DynamicTest> tests = new ArrayList<>();
        blocks("sh").forEach(block -> {
            String joined = block.text().replace("\\\n", " ");
            joined.lines().forEach(line -> command(ROOT.relativize(block.file()), line, false, tests));
        });
        for (Path page : pages()) {
            Matcher inline = INLINE.matcher(BLOCK.matcher(text(page)).replaceAll(""));
            while (inline.find()) {
                command(ROOT.relativize(page), inline.group(1), true, tests);
            }
        }
        assertThat(tests).hasSizeGreaterThan(6);
        return tests.stream();
    }

    /** Words of a line up to a comment, a pipe, a redirection or another command; variables before it are left out. */
    private static void command(Path page, String line, boolean mention, List<DynamicTest> tests) {
        List<String> words = new ArrayList<>(Stream.of(line.strip().split("\\s+", -1))
                .takeWhile(word -> !word.startsWith("#")
                        && !Set.of("|", ">", "&&", ";", "&").contains(word))
                .map(word -> word.replaceAll("^[\"'(]|[\"',)]$", ""))
                .toList());
        while (!words.isEmpty() && words.getFirst().matches("[A-Z0-9_]+=.*|sudo|exec")) {
            words.removeFirst();
        }
        if (words.isEmpty()) {
            return;
        }
        String program = words.removeFirst();
        boolean ours = program.equals("./run") || program.equals("headgate");
        boolean script = program.startsWith("./") || program.startsWith("bench/") || program.startsWith(".ci/");
        if (ours) {
            tests.add(DynamicTest.dynamicTest(page + ": " + line, () -> parses(words, mention)));
        } else if (script) {
            tests.add(DynamicTest.dynamicTest(
                    page + ": " + line, () -> assertThat(ROOT.resolve(program)).isExecutable()));
        }
    }

    /** A mention inside a sentence may leave out what the command works on, and may name several as {@code one|other}. */
    private static void parses(List<String> words, boolean mention) {
        if (words.contains("…")) {
            return; // the text says "and so on"
        }
        for (int i = 0; mention && i < words.size(); i++) {
            if (words.get(i).contains("|")) {
                for (String one : words.get(i).split("\\|", -1)) {
                    List<String> chosen = new ArrayList<>(words);
                    chosen.set(i, one);
                    parses(chosen, true);
                }
                return;
            }
        }
        try {
            new CommandLine(Main.commandLine().getCommandSpec()).parseArgs(words.toArray(String[]::new));
        } catch (CommandLine.MissingParameterException e) {
            assertThat(mention).as(e.getMessage()).isTrue();
        }
    }

    @Test
    void linksLeadSomewhere() {
        List<String> dead = new ArrayList<>();
        int seen = 0;
        for (Path page : pages()) {
            Matcher link = LINK.matcher(BLOCK.matcher(text(page)).replaceAll(""));
            while (link.find()) {
                seen++;
                Path target = link.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(link.group(1)).normalize();
                boolean leads = Files.exists(target)
                        && (link.group(2) == null
                                || anchors(target).contains(link.group(2).substring(1)));
                if (!leads) {
                    dead.add(ROOT.relativize(page) + " → " + link.group());
                }
            }
        }
        assertThat(dead).isEmpty();
        assertThat(seen).isGreaterThan(8);
    }

    /** Anchors as they are made from headings: small letters, blanks as dashes, punctuation dropped. */
    private static Set<String> anchors(Path page) {
        return HEADING.matcher(text(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** A page that no other one leads to isn't found. */
    @Test
    void everyPageOfTheDocsIsLinkedFromAnother() {
        Set<Path> linked = pages().stream()
                .flatMap(page -> LINK.matcher(text(page))
                        .results()
                        .filter(link -> !link.group(1).isEmpty())
                        .map(link -> page.resolveSibling(link.group(1)).normalize()))
                .collect(Collectors.toSet());
        assertThat(pages().stream().filter(page -> page.startsWith(ROOT.resolve("docs"))))
                .allMatch(page -> linked.contains(page) || linked.contains(page.getParent()));
    }
}
