package dev.headgate.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

/** Sets the logs up as the settings say; until then {@link FirstLogs} hold. */
public final class Logs {
    /** The logger of the line that each request gets. */
    public static final String ACCESS = "access";

    static final String APPENDER = "stdout";
    private static final String OURS = "dev.headgate";

    private Logs() {}

    /** For a server: form, level and access log of the settings. */
    public static void configure(LogConfig config) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        Level level = Level.toLevel(config.level().name());
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level.isGreaterOrEqual(Level.INFO) ? level : Level.INFO);
        context.getLogger(OURS).setLevel(level);
        context.getLogger(ACCESS).setLevel(config.access() ? Level.INFO : Level.OFF);
        if (config.format() == LogConfig.Format.JSON && root.getAppender(APPENDER) instanceof GatheredConsole console) {
            JsonLines json = new JsonLines();
            json.setContext(context);
            json.start();
            console.setEncoder(json);
        }
    }

    /** For a command whose output is its result: only warnings, and those beside it on standard error. */
    public static void besideACommand() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern("%level %logger{0}: %msg%n");
        text.start();
        ConsoleAppender<ILoggingEvent> error = new ConsoleAppender<>();
        error.setContext(context);
        error.setTarget("System.err");
        error.setEncoder(text);
        error.start();
        root.detachAppender(APPENDER);
        root.addAppender(error);
        root.setLevel(Level.WARN);
    }
}
