package dev.headgate.app;

import dev.headgate.config.ConfigException;
import dev.headgate.http.HttpSetup;
import dev.headgate.observe.Logs;
import dev.headgate.web.StaticFiles;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code headgate}. Exit codes: 0 stopped in order, 1 failed, 2 wrong usage or configuration. */
@Command(
        name = "headgate",
        description = "A self-hosted AI API gateway.",
        mixinStandardHelpOptions = true,
        version = Main.VERSION,
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            CheckConfigCommand.class,
            UsageCommand.class,
            AccountsCommand.class,
            ProxiesCommand.class,
            PricesCommand.class,
            KeysCommand.class,
            LedgerCommand.class,
            CodesCommand.class,
            SubscriptionsCommand.class,
            BudgetsCommand.class,
            ResetPasswordCommand.class,
            JournalCommand.class,
            StoreCommand.class,
            ImportCommand.class,
            ReplayCommand.class,
            VersionCommand.class
        })
public final class Main {
    static final String VERSION = "headgate 0.1.0";

    private Main() {}

    public static void main(String[] args) {
        boolean serves = args.length == 0 || args[0].equals("serve") || args[0].equals("demo");
        if (serves) {
            LoggerFactory.getILoggerFactory(); // before: who asks while it is being made gets a stand-in
            Thread.ofPlatform().daemon().name("head-start").start(Main::headStart);
        } else {
            Logs.besideACommand();
        }
        // a server's start doesn't wait for what describes the other commands
        boolean known = args.length == 0 || args[0].equals("serve");
        int code = (known ? serving() : commandLine())
                .setOut(utf8(FileDescriptor.out))
                .setErr(utf8(FileDescriptor.err))
                .execute(known && args.length > 0 ? Arrays.copyOfRange(args, 1, args.length) : args);
        System.exit(code);
    }

    /** What each server needs and takes long to read, beside the start; who needs it sooner waits for it. */
    private static void headStart() {
        StaticFiles.builtIn();
        HttpSetup.loadTls();
    }

    /** Not {@code System.out}: that one swallows failures and writes in the terminal's character set. */
    private static PrintWriter utf8(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }

    private static CommandLine serving() {
        return told(new CommandLine(new ServeCommand()).setCommandName("headgate serve"));
    }

    static CommandLine commandLine() {
        return told(new CommandLine(new Main()));
    }

    private static CommandLine told(CommandLine line) {
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof ConfigException problems) {
                        command.getErr().println("The configuration can't be used:");
                        problems.problems().forEach(problem -> command.getErr().println("  " + problem));
                        return 2;
                    }
                    if (failure instanceof IllegalArgumentException) {
                        command.getErr().println(failure.getMessage());
                        return 2;
                    }
                    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
                    command.getErr().println("headgate: " + message);
                    LoggerFactory.getLogger(Main.class).debug("failed", failure);
                    return 1;
                });
    }
}
