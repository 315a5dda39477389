package dev.headgate.app;

import dev.headgate.base.Check;
import dev.headgate.base.Csv;
import dev.headgate.base.Money;
import dev.headgate.billing.CodeBatch;
import dev.headgate.billing.Codes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about redeem codes and promotions; all work while the server runs. */
@Command(
        name = "codes",
        description = "redeem codes and promotions",
        subcommands = {
            CodesCommand.Make.class,
            CodesCommand.Promo.class,
            CodesCommand.ListBatches.class,
            CodesCommand.Disable.class,
            CodesCommand.Redeem.class
        })
final class CodesCommand {
    private CodesCommand() {}

    /** What a batch gives and how long. */
    static final class Terms {
        @Option(names = "--batch", required = true, description = "the batch's name")
        private String name = "";

        @Option(names = "--balance", description = "USD that each code gives", defaultValue = "0")
        private String balance = "0";

        @Option(names = "--plan", description = "the plan of which --days are given")
        private @Nullable String plan;

        @Option(names = "--days", description = "days of --plan", defaultValue = "0")
        private int days;

        @Option(names = "--places", description = "calls at once that each code adds", defaultValue = "0")
        private int places;

        @Option(names = "--expires", required = true, description = "first instant no longer taken, e.g. 2027-01-31")
        private String expires = "";

        CodeBatch batch(MoneyDesk desk, CodeBatch.Kind kind, int uses) {
            long planId = plan == null
                    ? 0
                    : desk.billing()
                            .subscriptions()
                            .plan(plan)
                            .orElseThrow(() -> new IllegalArgumentException(
                                    "--plan: \"" + plan + "\" (expected: the name of a plan)"))
                            .id();
            return new CodeBatch(
                    0,
                    name,
                    kind,
                    new CodeBatch.Gift(Money.parseUsd(balance), planId, days, places),
                    instant("--expires", expires),
                    uses,
                    true);
        }
    }

    /** An instant of the command line: a day's start in UTC, or an ISO 8601 instant. */
    static Instant instant(String option, String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    option + ": \"" + text + "\" (expected: ISO 8601, e.g. 2027-01-31 or 2027-01-31T12:00:00Z)", e);
        }
    }

    /** Makes random codes and writes them to standard output: the only time they are shown. */
    @Command(name = "make", description = "make codes; written as CSV, shown once", mixinStandardHelpOptions = true)
    static final class Make implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private Terms terms = new Terms();

        @Option(names = "--count", required = true, description = "how many")
        private int count;

        @Option(names = "--uses", description = "how often each is taken, by different users", defaultValue = "1")
        private int uses = 1;

        @Override
        public Integer call() {
            try (MoneyDesk desk = new MoneyDesk(config)) {
                CodeBatch batch = terms.batch(desk, CodeBatch.Kind.REDEEM, uses);
                config.out().println("code,batch,expires_at");
                for (String code : desk.billing().codes().make(batch, count, desk.random())) {
                    config.out().println(code + "," + Csv.cell(batch.name()) + "," + batch.expiresAt());
                }
            }
            return 0;
        }
    }

    /** Makes a promotion that is taken at registration. */
    @Command(name = "promo", description = "make a promotion's code", mixinStandardHelpOptions = true)
    static final class Promo implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private Terms terms = new Terms();

        @Parameters(paramLabel = "WORD", description = "what users enter, e.g. WELCOME10")
        private String word = "";

        @Option(names = "--uses", required = true, description = "how many users may take it")
        private int uses;

        @Override
        public Integer call() {
            try (MoneyDesk desk = new MoneyDesk(config)) {
                desk.billing().codes().makePromo(terms.batch(desk, CodeBatch.Kind.PROMO, uses), word);
                config.out().println("done");
            }
            return 0;
        }
    }

    /** Lists batches. */
    @Command(name = "list", description = "list batches and their uses", mixinStandardHelpOptions = true)
    static final class ListBatches implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Override
        public Integer call() {
            try (MoneyDesk desk = new MoneyDesk(config)) {
                for (Codes.Listed each : desk.billing().codes().list()) {
                    CodeBatch batch = each.batch();
                    config.out()
                            .println(batch.name() + "\t" + (batch.enabled() ? "enabled" : "disabled") + "\t"
                                    + each.codes() + " codes\t" + each.uses() + " uses of "
                                    + (long) each.codes() * batch.usesMax() + "\texpires " + batch.expiresAt());
                }
            }
            return 0;
        }
    }

    /** Ends a batch. */
    @Command(name = "disable", description = "take no code of a batch any more", mixinStandardHelpOptions = true)
    static final class Disable implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Parameters(paramLabel = "BATCH")
        private String name = "";

        @Override
        public Integer call() {
            try (MoneyDesk desk = new MoneyDesk(config)) {
                Check.that(desk.billing().codes().disable(name), "batch", "\"" + name + "\"", "the name of a batch");
                config.out().println("done");
            }
            return 0;
        }
    }

    /** Redeems a code for a user. */
    @Command(name = "redeem", description = "redeem a code for a user", mixinStandardHelpOptions = true)
    static final class Redeem implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Parameters(index = "0", paramLabel = "EMAIL")
        private String email = "";

        @Parameters(index = "1", paramLabel = "CODE")
        private String code = "";

        @Override
        public Integer call() {
            try (MoneyDesk desk = new MoneyDesk(config)) {
                config.out()
                        .println(
                                switch (desk.billing().codes().redeem(code, desk.user(email))) {
                                    case DONE -> "done";
                                    case EXISTS -> "was done before";
                                });
            }
            return 0;
        }
    }
}
