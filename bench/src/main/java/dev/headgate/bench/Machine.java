package dev.headgate.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the measurements ran on. */
record Machine(String cpu, int cores, String kernel, String jdk, long memoryMib, long filesMax) {
    /** This machine. */
    static Machine here() {
        return new Machine(
                field("/proc/cpuinfo", "model name", "unknown CPU"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version", "?"),
                System.getProperty("java.vendor.version", "") + " " + System.getProperty("java.version", "?"),
                kib(field("/proc/meminfo", "MemTotal", "0 kB")) >> 10,
                fileLimit());
    }

    /** A short name for files. */
    String slug() {
        String slug = cpu.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return cores + "x-" + slug.substring(0, Math.min(slug.length(), 30)).replaceAll("^-|-$", "");
    }

    /** The lines of a report. */
    String describe() {
        return "* Machine: %s, %d cores, %d MiB, Linux %s; JDK %s; ulimit -n %d%n"
                .formatted(cpu, cores, memoryMib, kernel, jdk.strip(), filesMax);
    }

    /** The file limit that child processes inherit; 0 where it cannot be read. */
    private static long fileLimit() {
        for (String line : lines("/proc/self/limits")) {
            if (line.startsWith("Max open files")) {
                String soft = line.substring("Max open files".length()).strip().split("\\s+", -1)[0];
                return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
            }
        }
        return 0;
    }

    private static long kib(String text) {
        return Long.parseLong(text.replace("kB", "").strip());
    }

    private static String field(String file, String name, String otherwise) {
        for (String line : lines(file)) {
            if (line.startsWith(name)) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return otherwise;
    }

    private static Iterable<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return java.util.List.of();
        }
    }
}
