package dev.headgate.app;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountTransfer.Format;
import dev.headgate.accounts.ImportReport;
import dev.headgate.accounts.ImportReport.Effect;
import dev.headgate.accounts.TestReport;
import dev.headgate.base.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about upstream accounts; all work while the server runs, and without it. */
@Command(
        name = "accounts",
        description = "upstream accounts",
        mixinStandardHelpOptions = true,
        subcommands = {
            AccountsCommand.Test.class,
            AccountsCommand.Pause.class,
            AccountsCommand.Resume.class,
            AccountsCommand.Export.class,
            AccountsCommand.Import.class
        })
final class AccountsCommand {
    private AccountsCommand() {}

    /** Makes a test call. */
    @Command(
            name = "test",
            description =
                    "make the smallest real call on an account and show it step by step; exit code 1 when it fails",
            mixinStandardHelpOptions = true)
    static final class Test implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Option(names = "--model", description = "as clients name it; default: the cheapest that the account serves")
        private @Nullable String model;

        @Override
        public Integer call() {
            PrintWriter out = config.out();
            try (AccountDesk desk = new AccountDesk(config)) {
                Account account = desk.named(name).account();
                out.println("account " + name + ": " + account.provider().id() + " at " + account.baseUrl());
                TestReport report = desk.upkeep().tester().call(account, model, AccountDesk.printing(out));
                out.println(report.good() ? "It works." : "It doesn't work: " + report.outcome() + ".");
                return report.good() ? 0 : 1;
            }
        }
    }

    /** Pauses one. */
    @Command(
            name = "pause",
            description = "send an account no calls until it is resumed; a running server sees it within seconds",
            mixinStandardHelpOptions = true)
    static final class Pause implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Option(names = "--reason", description = "shown beside the state", defaultValue = "")
        private String reason = "";

        @Override
        public Integer call() {
            try (AccountDesk desk = new AccountDesk(config)) {
                desk.upkeep().care().pause(desk.named(name).account().id(), reason);
            }
            config.out().println("account " + name + " is paused.");
            return 0;
        }
    }

    /** Lets a paused one work. */
    @Command(
            name = "resume",
            description = "let a paused account work again; a running server sees it within seconds",
            mixinStandardHelpOptions = true)
    static final class Resume implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Override
        public Integer call() {
            try (AccountDesk desk = new AccountDesk(config)) {
                desk.upkeep().care().resume(desk.named(name).account().id());
            }
            config.out().println("account " + name + " is not paused any more.");
            return 0;
        }
    }

    private static Secret passphrase(Path file) {
        try {
            return new Secret(Files.readString(file).strip());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "passphrase-file: " + file + " can't be read (expected: a text file)", e);
        }
    }

    /** Writes all accounts. */
    @Command(name = "export", description = "write all accounts as JSON or CSV", mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Option(names = "--format", description = "json or csv; default: json", defaultValue = "json")
        private Format format = Format.JSON;

        @Option(
                names = "--with-credentials",
                description = "credentials and extra headers too, sealed with the passphrase")
        private boolean withCredentials;

        @Option(names = "--passphrase-file", description = "where the passphrase stands")
        private @Nullable Path passphraseFile;

        @Override
        public Integer call() {
            if (withCredentials != (passphraseFile != null)) {
                throw new IllegalArgumentException(
                        "--with-credentials and --passphrase-file: only one of them (expected: both or none)");
            }
            PrintWriter out = config.out();
            try (AccountDesk desk = new AccountDesk(config)) {
                out.print(desk.upkeep()
                        .transfer()
                        .write(format, passphraseFile == null ? null : passphrase(passphraseFile)));
            }
            out.flush();
            return out.checkError() ? 1 : 0;
        }
    }

    /** Reads accounts. */
    @Command(
            name = "import",
            description =
                    "make or change accounts of the console from JSON or CSV, by name; exit code 2 when anything is wrong:"
                            + " then nothing was changed",
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Parameters(paramLabel = "FILE", description = "- is standard input")
        private Path file = Path.of("-");

        @Option(names = "--dry-run", description = "only show what would be done")
        private boolean dryRun;

        @Option(names = "--passphrase-file", description = "where the passphrase stands, when credentials are sealed")
        private @Nullable Path passphraseFile;

        @Override
        public Integer call() {
            PrintWriter out = config.out();
            String text = text();
            try (AccountDesk desk = new AccountDesk(config)) {
                ImportReport report = desk.upkeep()
                        .transfer()
                        .read(text, passphraseFile == null ? null : passphrase(passphraseFile), dryRun);
                report.lines().forEach(line -> out.println(line.effect().id() + "\t" + line.name()));
                report.problems().forEach(problem -> out.println(problem.words()));
                out.println(words(report));
                return report.problems().isEmpty() ? 0 : 2;
            }
        }

        private static String words(ImportReport report) {
            String counts = report.count(Effect.CREATED) + " created, " + report.count(Effect.CHANGED) + " changed, "
                    + report.count(Effect.UNCHANGED) + " unchanged, " + report.count(Effect.LEFT)
                    + " left to the settings file";
            if (!report.problems().isEmpty()) {
                return report.problems().size() + " things are wrong; nothing was done.";
            }
            return report.applied()
                    ? counts + "; a running server takes it over within seconds."
                    : "Would be: " + counts + ".";
        }

        private String text() {
            try {
                return file.toString().equals("-")
                        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                        : Files.readString(file);
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "file: " + file + " can't be read (expected: JSON or CSV in UTF-8)", e);
            }
        }
    }
}
