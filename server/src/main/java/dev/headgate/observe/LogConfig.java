package dev.headgate.observe;

import dev.headgate.config.Doc;

/** What is logged, and how. All goes to standard output. */
public record LogConfig(
        @Doc("`text`, or `json`: one object a line, the access log with a field for each of its words")
        Format format,

        @Doc(
                "least level that is written: `error`, `warn`, `info`, `debug` or `trace`; libraries stay at `info` or above")
        Level level,

        @Doc("whether each request is logged, one line each")
        boolean access) {
    public static final LogConfig DEFAULTS = new LogConfig(Format.TEXT, Level.INFO, true);

    /** The form of a line. */
    public enum Format {
        TEXT,
        JSON
    }

    /** How grave a line must be to be written. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }
}
