package dev.headgate.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say where the settings are, and where a command's own words go. */
final class ConfigOption {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--config", description = "settings file; default: ./headgate.yaml where present")
    private @Nullable Path file;

    @Option(names = "--data", description = "data folder, in place of the settings' own")
    private @Nullable Path data;

    /** The file in use, null when there is none. */
    @Nullable
    Path file() {
        return ConfigLoader.file(file);
    }

    /** Standard output in UTF-8; it remembers failures, see {@link PrintWriter#checkError}. */
    PrintWriter out() {
        return Objects.requireNonNull(command, "command").commandLine().getOut();
    }

    /** All settings. */
    HeadgateConfig load() {
        return ConfigLoader.load(file(), environment());
    }

    /** The settings but for what is declared. */
    HeadgateConfig loadUndeclared() {
        return ConfigLoader.loadUndeclared(file(), environment());
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (data != null) {
            environment.put("HEADGATE_DATA", data.toString());
        }
        return environment;
    }
}
