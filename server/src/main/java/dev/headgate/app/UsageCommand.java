package dev.headgate.app;

import dev.headgate.store.Store;
import dev.headgate.usage.UsageExport;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Commands about usage. */
@Command(name = "usage", description = "usage records", subcommands = UsageCommand.Export.class)
final class UsageCommand {
    /** Writes usage rows to standard output; also while the server runs. */
    @Command(name = "export", description = "write usage rows", mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Option(names = "--format", description = "jsonl or csv", defaultValue = "jsonl")
        private String format = "jsonl";

        @Option(names = "--from", description = "first instant, ISO 8601, e.g. 2026-01-31 or 2026-01-31T12:00:00Z")
        private @Nullable String from;

        @Option(names = "--to", description = "first instant no longer written")
        private @Nullable String to;

        @Override
        public Integer call() {
            UsageExport.Format chosen = UsageExport.format(format);
            Instant first = instant("--from", from);
            Instant end = instant("--to", to);
            HeadgateConfig settings = config.load();
            try (Store store = Store.openExisting(settings.storeUrl())) {
                UsageExport.write(
                        store,
                        chosen,
                        first,
                        end,
                        new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), 1 << 16));
            }
            return 0;
        }

        private static @Nullable Instant instant(String option, @Nullable String text) {
            if (text == null) {
                return null;
            }
            try {
                return text.length() == 10
                        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        option + ": \"" + text + "\" (expected: ISO 8601, e.g. 2026-01-31T12:00:00Z)", e);
            }
        }
    }
}
