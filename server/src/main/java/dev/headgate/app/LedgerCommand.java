package dev.headgate.app;

import dev.headgate.billing.Ledger;
import dev.headgate.store.Store;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Commands about the books. */
@Command(name = "ledger", description = "the books", subcommands = LedgerCommand.Verify.class)
final class LedgerCommand {
    /** Proves that balances equal entries and entries equal usage. */
    @Command(name = "verify", description = "prove the books", mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Override
        public Integer call() {
            try (Store store = Store.openExisting(config.load().storeUrl())) {
                List<String> wrong = new Ledger(store, Edges.system().clock()).verify();
                wrong.forEach(config.out()::println);
                config.out().println(wrong.isEmpty() ? "The books balance." : wrong.size() + " things are wrong.");
                return wrong.isEmpty() ? 0 : 1;
            }
        }
    }
}
