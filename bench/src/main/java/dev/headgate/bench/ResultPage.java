package dev.headgate.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;

/** A page of {@code bench/results/} in the making: printed line by line as it comes, and written at the end. */
final class ResultPage {
    private final StringBuilder text = new StringBuilder();

    ResultPage(String title, String command) {
        line("# " + title);
        line("");
        text.append(Machine.here().describe());
        System.out.print(Machine.here().describe());
        line("* Command: `" + command + "`; load average at the start: " + load());
        line("");
    }

    private static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg"), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    void line(String line) {
        System.out.println(line);
        text.append(line).append('\n');
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is of a library that is not used here
    void line(String format, Object... values) {
        line(String.format(Locale.ROOT, format, values));
    }

    /** Writes {@code <day>-<name>-<machine>.md}. */
    void write(String name) throws IOException {
        line("");
        line("Load average at the end: " + load() + ".");
        Path file = Path.of("bench/results/" + LocalDate.now(java.time.ZoneOffset.UTC) + "-" + name + "-"
                + Machine.here().slug() + ".md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
        System.out.println("written: " + file);
    }
}
