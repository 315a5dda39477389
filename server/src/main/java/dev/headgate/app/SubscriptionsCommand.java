package dev.headgate.app;

import dev.headgate.base.SubscriptionId;
import dev.headgate.billing.Plan;
import dev.headgate.billing.Subscription;
import dev.headgate.billing.Subscriptions;
import dev.headgate.billing.Validity;
import dev.headgate.billing.Written;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about subscriptions; all work while the server runs, which sees the change within a second. */
@Command(
        name = "subscriptions",
        description = "subscriptions of users",
        subcommands = {
            SubscriptionsCommand.Show.class,
            SubscriptionsCommand.Give.class,
            SubscriptionsCommand.Renew.class,
            SubscriptionsCommand.Extend.class,
            SubscriptionsCommand.Suspend.class,
            SubscriptionsCommand.Resume.class,
            SubscriptionsCommand.Cancel.class
        })
final class SubscriptionsCommand {
    private SubscriptionsCommand() {}

    /** Shows a user's subscriptions. */
    @Command(name = "list", description = "list a user's subscriptions", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Parameters(paramLabel = "EMAIL")
        private String email = "";

        @Override
        public Integer call() {
            try (MoneyDesk desk = new MoneyDesk(config)) {
                Subscriptions all = desk.billing().subscriptions();
                Map<Long, Plan> plans = all.plans().stream().collect(Collectors.toMap(Plan::id, Function.identity()));
                for (Subscription each : all.of(desk.user(email))) {
                    Plan plan = plans.get(each.plan());
                    config.out()
                            .println(each.id() + "\t" + (plan == null ? each.plan() : plan.name()) + "\t"
                                    + each.state().name().toLowerCase(java.util.Locale.ROOT) + "\tends "
                                    + (each.endsAt().equals(Instant.ofEpochMilli(Long.MAX_VALUE))
                                            ? "never"
                                            : each.endsAt())
                                    + "\trenewal " + each.renewal().id());
                }
            }
            return 0;
        }
    }

    /** An operation, which is done once by its id. */
    abstract static class Operation implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Option(names = "--id", description = "makes repeating the command harmless; default: a new one, printed")
        private @Nullable String id;

        abstract String run(MoneyDesk desk, String id);

        static String words(Written written) {
            return written == Written.DONE ? "done" : "was done before";
        }

        @Override
        public Integer call() {
            try (MoneyDesk desk = new MoneyDesk(config)) {
                String used = id == null ? desk.ids().nextRequestId() : id;
                config.out().println(run(desk, used) + ", id " + used);
            }
            return 0;
        }
    }

    /** Subscribes a user. */
    @Command(name = "give", description = "subscribe a user to a plan", mixinStandardHelpOptions = true)
    static final class Give extends Operation {
        @Parameters(index = "0", paramLabel = "EMAIL")
        private String email = "";

        @Parameters(index = "1", paramLabel = "PLAN")
        private String plan = "";

        @Option(names = "--charge", description = "take the plan's price from the balance")
        private boolean charge;

        @Override
        String run(MoneyDesk desk, String id) {
            return "subscription " + desk.billing().subscriptions().subscribe(id, desk.user(email), plan, charge);
        }
    }

    /** An operation on one subscription. */
    abstract static class OnOne extends Operation {
        @Parameters(index = "0", paramLabel = "SUBSCRIPTION", description = "its id, see list")
        private long number;

        SubscriptionId subscription() {
            return new SubscriptionId(number);
        }
    }

    /** One validity more. */
    @Command(name = "renew", description = "one validity of the plan more", mixinStandardHelpOptions = true)
    static final class Renew extends OnOne {
        @Option(names = "--charge", description = "take the plan's price from the balance")
        private boolean charge;

        @Override
        String run(MoneyDesk desk, String id) {
            return words(desk.billing().subscriptions().renew(id, subscription(), charge));
        }
    }

    /** Moves the end. */
    @Command(name = "extend", description = "move its end, e.g. by 7d or 1mo", mixinStandardHelpOptions = true)
    static final class Extend extends OnOne {
        @Parameters(index = "1", paramLabel = "LENGTH")
        private String length = "";

        @Override
        String run(MoneyDesk desk, String id) {
            return words(desk.billing().subscriptions().extend(id, subscription(), Validity.parse(length)));
        }
    }

    /** No call may draw on it. */
    @Command(name = "suspend", description = "let no call draw on it", mixinStandardHelpOptions = true)
    static final class Suspend extends OnOne {
        @Override
        String run(MoneyDesk desk, String id) {
            return words(desk.billing().subscriptions().suspend(id, subscription()));
        }
    }

    /** Calls may draw on it again. */
    @Command(name = "resume", description = "let calls draw on it again", mixinStandardHelpOptions = true)
    static final class Resume extends OnOne {
        @Override
        String run(MoneyDesk desk, String id) {
            return words(desk.billing().subscriptions().resume(id, subscription()));
        }
    }

    /** Ends it. */
    @Command(name = "cancel", description = "end it at its end, or --now", mixinStandardHelpOptions = true)
    static final class Cancel extends OnOne {
        @Option(names = "--now", description = "at once")
        private boolean now;

        @Override
        String run(MoneyDesk desk, String id) {
            return words(desk.billing().subscriptions().cancel(id, subscription(), now));
        }
    }
}
