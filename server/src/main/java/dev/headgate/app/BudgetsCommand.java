package dev.headgate.app;

import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.billing.Budget;
import dev.headgate.billing.BudgetOwner;
import dev.headgate.identity.Caller;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about budgets; all work while the server runs, which sees the change within a second. */
@Command(
        name = "budgets",
        description = "budgets of keys, users and groups",
        subcommands = {BudgetsCommand.Show.class, BudgetsCommand.Raise.class})
final class BudgetsCommand {
    private BudgetsCommand() {}

    /** Lists budgets. */
    @Command(name = "list", description = "list budgets", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Override
        public Integer call() {
            try (MoneyDesk desk = new MoneyDesk(config)) {
                for (Budget each : desk.billing().budgets().all()) {
                    config.out()
                            .println(each.owner().kind().name().toLowerCase(java.util.Locale.ROOT) + " "
                                    + each.owner().id() + "\t" + each.limit() + " USD per "
                                    + each.period().id() + "\t" + (each.hard() ? "hard" : "warn")
                                    + (each.raise().nanos() == 0
                                            ? ""
                                            : "\traised by " + each.raise() + " USD until " + each.raisedUntil()));
                }
            }
            return 0;
        }
    }

    /** Raises a budget for a while. */
    @Command(
            name = "raise",
            description = "raise a user's or a key's budget for a while",
            mixinStandardHelpOptions = true)
    static final class Raise implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Parameters(index = "0", paramLabel = "EMAIL")
        private String email = "";

        @Parameters(index = "1", paramLabel = "PERIOD", description = "5h, day, week or month")
        private String period = "";

        @Parameters(index = "2", paramLabel = "USD", description = "by how much; 0 ends a raise")
        private String by = "";

        @Option(names = "--key", description = "the user's key of that name, not the user")
        private @Nullable String key;

        @Option(names = "--until", required = true, description = "when it ends, e.g. 2027-01-31")
        private String until = "";

        @Override
        public Integer call() {
            try (MoneyDesk desk = new MoneyDesk(config)) {
                desk.billing()
                        .budgets()
                        .raise(
                                owner(desk),
                                Period.of(period),
                                Money.parseUsd(by),
                                CodesCommand.instant("--until", until));
                config.out().println("done");
            }
            return 0;
        }

        private BudgetOwner owner(MoneyDesk desk) {
            if (key == null) {
                return BudgetOwner.of(desk.user(email));
            }
            desk.identity().reload();
            return desk.identity().callers().stream()
                    .filter(caller -> caller.user().email().equals(email)
                            && caller.key().name().equals(key))
                    .findFirst()
                    .map(Caller::key)
                    .map(found -> BudgetOwner.of(found.id()))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "--key: \"" + key + "\" of " + email + " (expected: the name of a key)"));
        }
    }
}
