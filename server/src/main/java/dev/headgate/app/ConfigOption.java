package dev.headgate.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the settings are. */
final class ConfigOption {
    @Option(names = "--config", description = "settings file; default: ./headgate.yaml where present")
    private @Nullable Path file;

    @Option(names = "--data", description = "data folder, in place of the settings' own")
    private @Nullable Path data;

    /** The file in use, null when there is none. */
    @Nullable
    Path file() {
        return ConfigLoader.file(file);
    }

    HeadgateConfig load() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (data != null) {
            environment.put("HEADGATE_DATA", data.toString());
        }
        return ConfigLoader.load(file(), environment);
    }
}
