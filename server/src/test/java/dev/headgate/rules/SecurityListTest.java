package dev.headgate.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of what is held against attackers names tests that are there, for all that the standard asks. */
class SecurityListTest {
    private static final Path LIST = Path.of("../docs/concepts/security.md");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z0-9]+(?:Test|Contract))`");
    private static final Pattern SECTION = Pattern.compile("V(\\d+)\\.(\\d+)");
    private static final Pattern SECTIONS = Pattern.compile("V(\\d+)\\.(\\d+) - V(\\d+)\\.(\\d+)");

    /** Sections of the chapters 1 - 16 of ASVS 5.0.0; the 17th doesn't apply. */
    private static final int[] OF_CHAPTER = {5, 4, 7, 4, 4, 8, 6, 4, 2, 7, 7, 3, 4, 3, 4, 5};

    @Test
    void namedTestsAreThere() throws IOException {
        Set<String> there;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            there = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
        List<String> named = TEST.matcher(Files.readString(LIST))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(named).hasSizeGreaterThan(50);
        assertThat(there).containsAll(named);
    }

    @Test
    void noSectionOfTheStandardIsLeftOut() throws IOException {
        Set<String> told = new TreeSet<>();
        for (String line : Files.readAllLines(LIST)) {
            if (line.startsWith("| V")) {
                String cell = line.split("\\|", -1)[1];
                SECTION.matcher(cell).results().forEach(found -> told.add(found.group()));
                for (MatchResult span : SECTIONS.matcher(cell).results().toList()) {
                    for (int i = Integer.parseInt(span.group(2)); i <= Integer.parseInt(span.group(4)); i++) {
                        told.add("V" + span.group(1) + "." + i);
                    }
                }
            }
        }
        List<String> missing = new ArrayList<>();
        for (int chapter = 1; chapter <= OF_CHAPTER.length; chapter++) {
            for (int section = 1; section <= OF_CHAPTER[chapter - 1]; section++) {
                if (!told.contains("V" + chapter + "." + section)) {
                    missing.add("V" + chapter + "." + section);
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
