package dev.headgate.app;

import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import dev.headgate.billing.Written;
import dev.headgate.usage.UsageBook;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about the books; all work while the server runs, which sees new money within a second. */
@Command(
        name = "ledger",
        description = "the books",
        mixinStandardHelpOptions = true,
        subcommands = {
            LedgerCommand.Verify.class,
            LedgerCommand.Balance.class,
            LedgerCommand.Grant.class,
            LedgerCommand.Adjust.class,
            LedgerCommand.Refund.class
        })
final class LedgerCommand {
    private LedgerCommand() {}

    /** An operation that moves money: needs an id to be repeated safely, and a reason. */
    abstract static class Operation implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Option(names = "--id", description = "makes repeating the command harmless; default: a new one, printed")
        private @Nullable String id;

        @Option(names = "--reason", required = true, description = "why, kept with the entry")
        String reason = "";

        abstract Written run(MoneyDesk desk, String id);

        @Override
        public Integer call() {
            try (MoneyDesk desk = new MoneyDesk(config)) {
                String used = id == null ? desk.ids().nextRequestId() : id;
                Written written = run(desk, used);
                config.out().println((written == Written.DONE ? "done" : "was done before") + ", id " + used);
            }
            return 0;
        }
    }

    /** Proves that balances equal entries, entries equal usage, and sums equal usage. */
    @Command(name = "verify", description = "prove the books", mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Override
        public Integer call() {
            try (MoneyDesk desk = new MoneyDesk(config)) {
                List<String> wrong = new ArrayList<>(desk.billing().verify());
                wrong.addAll(new UsageBook(desk.store(), (handle, inserted) -> {}).verify());
                wrong.forEach(config.out()::println);
                config.out().println(wrong.isEmpty() ? "The books balance." : wrong.size() + " things are wrong.");
                return wrong.isEmpty() ? 0 : 1;
            }
        }
    }

    /** Shows a settled balance. */
    @Command(name = "balance", description = "show a user's settled balance", mixinStandardHelpOptions = true)
    static final class Balance implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Parameters(paramLabel = "EMAIL")
        private String email = "";

        @Override
        public Integer call() {
            try (MoneyDesk desk = new MoneyDesk(config)) {
                config.out().println(desk.billing().ledger().balance(desk.user(email)) + " USD");
            }
            return 0;
        }
    }

    /** Gives money. */
    @Command(name = "grant", description = "give a user money", mixinStandardHelpOptions = true)
    static final class Grant extends Operation {
        @Parameters(index = "0", paramLabel = "EMAIL")
        private String email = "";

        @Parameters(index = "1", paramLabel = "USD")
        private String amount = "";

        @Option(names = "--paid", description = "the user paid for it: booked as a top-up")
        private boolean paid;

        @Override
        Written run(MoneyDesk desk, String id) {
            UserId user = desk.user(email);
            Money sum = Money.parseUsd(amount);
            return paid
                    ? desk.billing().ledger().topUp(id, user, sum, reason)
                    : desk.billing().ledger().grant(id, user, sum, reason);
        }
    }

    /** Corrects a balance. */
    @Command(
            name = "adjust",
            description = "correct a user's balance; a negative amount stands after --",
            mixinStandardHelpOptions = true)
    static final class Adjust extends Operation {
        @Parameters(index = "0", paramLabel = "EMAIL")
        private String email = "";

        @Parameters(index = "1", paramLabel = "USD")
        private String amount = "";

        @Override
        Written run(MoneyDesk desk, String id) {
            return desk.billing().ledger().adjust(id, desk.user(email), Money.parseUsd(amount), reason);
        }
    }

    /** Gives a call's charge back. */
    @Command(name = "refund", description = "give back a call's charge or a part", mixinStandardHelpOptions = true)
    static final class Refund extends Operation {
        @Parameters(index = "0", paramLabel = "REQUEST_ID")
        private String requestId = "";

        @Parameters(index = "1", paramLabel = "USD", arity = "0..1", description = "default: all that is left")
        private @Nullable String amount;

        @Override
        Written run(MoneyDesk desk, String id) {
            return desk.billing()
                    .ledger()
                    .refund(id, requestId, amount == null ? null : Money.parseUsd(amount), reason);
        }
    }
}
