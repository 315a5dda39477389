package dev.headgate.app;

import dev.headgate.store.Store;
import dev.headgate.usage.UsageExport;
import java.io.BufferedWriter;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Commands about usage. */
@Command(
        name = "usage",
        description = "usage records",
        mixinStandardHelpOptions = true,
        subcommands = {UsageCommand.Export.class, UsageReportCommand.class})
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
        public Integer call() throws IOException {
            UsageExport.Format chosen = UsageExport.format(format);
            Instant first = Instants.read("--from", from);
            Instant end = Instants.read("--to", to);
            if (first != null && end != null && !first.isBefore(end)) {
                throw new IllegalArgumentException(
                        "--from, --to: \"" + from + "\", \"" + to + "\" (expected: --from before --to)");
            }
            HeadgateConfig settings = config.loadUndeclared();
            try (Store store = Store.openExisting(settings.storeUrl());
                    Writer out = new BufferedWriter(new CheckedWriter(config.out()), 1 << 16)) {
                UsageExport.write(store, chosen, first, end, out);
            }
            return 0;
        }

        /** Fails when the output can't be written: half an export that ends with 0 would be taken for a whole one. */
        private static final class CheckedWriter extends FilterWriter {
            private final PrintWriter output;

            private CheckedWriter(PrintWriter output) {
                super(output);
                this.output = output;
            }

            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                output.write(text, offset, length);
                flush();
            }

            @Override
            public void flush() throws IOException {
                if (output.checkError()) {
                    throw new IOException("the output can't be written (expected: a reader, or room on the disk)");
                }
            }

            @Override
            public void close() throws IOException {
                flush(); // the output itself is the process's
            }
        }
    }
}
