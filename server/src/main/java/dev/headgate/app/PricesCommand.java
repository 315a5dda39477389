package dev.headgate.app;

import dev.headgate.base.Csv;
import dev.headgate.base.Money;
import dev.headgate.pricing.Price;
import dev.headgate.pricing.PriceBook;
import dev.headgate.pricing.PriceRow;
import dev.headgate.pricing.PriceTable;
import dev.headgate.tariff.PriceChange;
import dev.headgate.tariff.Rerating;
import dev.headgate.tariff.TableSource;
import dev.headgate.tariff.Tariffs;
import dev.headgate.usage.UsageCorrections;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about prices; all work while the server runs, which takes changes over within seconds. */
@Command(
        name = "prices",
        description = "what models cost",
        subcommands = {
            PricesCommand.Listing.class,
            PricesCommand.Diff.class,
            PricesCommand.Apply.class,
            PricesCommand.Rollback.class,
            PricesCommand.History.class,
            PricesCommand.Rerate.class
        })
final class PricesCommand {
    private PricesCommand() {}

    /** What the commands share: a store, and the prices of its database and the settings. */
    abstract static class Priced implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        abstract void run(MoneyDesk desk, Tariffs tariffs, PrintWriter out);

        @Override
        public Integer call() {
            PrintWriter out = config.out();
            try (MoneyDesk desk = new MoneyDesk(config)) {
                Path file = config.loadUndeclared().prices().file();
                Tariffs tariffs = new Tariffs(
                        desk.store(),
                        Edges.system().clock(),
                        Prices.shipped(),
                        file == null ? List.of() : Prices.own(file),
                        words -> {}); // the command's own error says it
                run(desk, tariffs, out);
            }
            out.flush();
            return out.checkError() ? 1 : 0;
        }
    }

    /** Shows prices in force. */
    @Command(name = "list", description = "show prices in force now", mixinStandardHelpOptions = true)
    static final class Listing extends Priced {
        @Option(names = "--model", description = "show models whose name contains this", defaultValue = "")
        private String model = "";

        @Override
        void run(MoneyDesk desk, Tariffs tariffs, PrintWriter out) {
            PriceBook book = tariffs.book();
            Instant now = Edges.system().clock().instant();
            out.print(Csv.line(List.of(
                    "provider",
                    "model",
                    "input_usd_per_mtok",
                    "output",
                    "cache_read",
                    "cache_write_5m",
                    "cache_write_1h",
                    "version")));
            tariffs.table().stream()
                    .map(row -> List.of(row.provider(), row.model()))
                    .distinct()
                    .filter(name -> name.getLast().contains(model.toLowerCase(Locale.ROOT)))
                    .forEach(name -> book.find(name.getFirst(), name.getLast(), now)
                            .ifPresent(price -> out.print(line(name.getFirst(), name.getLast(), price))));
        }

        private static String line(String provider, String model, Price price) {
            Price.Rates rates = price.base();
            return Csv.line(List.of(
                    provider,
                    model,
                    usd(rates.input()),
                    usd(rates.output()),
                    usd(rates.cacheRead()),
                    usd(rates.cacheWrite5m()),
                    usd(rates.cacheWrite1h()),
                    price.version()));
        }

        private static String usd(long picos) {
            return BigDecimal.valueOf(picos, 6).stripTrailingZeros().toPlainString();
        }
    }

    /** Where a table is. */
    static final class Source {
        @Parameters(paramLabel = "FILE|URL", description = "a price table in JSON")
        private String from = "";

        @Option(
                names = "--checksum",
                description = "sha256 in hex, or where it stands; default for a URL: the URL with .sha256")
        private @Nullable String checksum;

        TableSource.Fetched fetch() {
            return PriceFetch.read(from, checksum);
        }
    }

    /** Says what a table would change. */
    @Command(name = "diff", description = "show what a table would change", mixinStandardHelpOptions = true)
    static final class Diff extends Priced {
        @Mixin
        private Source source = new Source();

        @Override
        void run(MoneyDesk desk, Tariffs tariffs, PrintWriter out) {
            List<PriceRow> rows = PriceTable.parse(source.fetch().table());
            show(out, tariffs.diff(rows));
        }
    }

    private static void show(PrintWriter out, List<PriceChange> changes) {
        changes.forEach(change -> out.println((change.wild() ? "! " : "  ") + change.words()));
        long wild = changes.stream().filter(PriceChange::wild).count();
        out.println(changes.size() + " prices differ"
                + (wild == 0 ? "." : "; " + wild + " move more than tenfold (!), so the table would be refused."));
    }

    /** Puts a table in force. */
    @Command(name = "apply", description = "put a table in force", mixinStandardHelpOptions = true)
    static final class Apply extends Priced {
        @Mixin
        private Source source = new Source();

        @Override
        void run(MoneyDesk desk, Tariffs tariffs, PrintWriter out) {
            TableSource.Fetched fetched = source.fetch();
            show(out, tariffs.apply(fetched.table(), source.from, fetched.sha256()));
        }
    }

    /** Goes back to the table before. */
    @Command(name = "rollback", description = "go back to the table before", mixinStandardHelpOptions = true)
    static final class Rollback extends Priced {
        @Option(names = "--reason", required = true, description = "why, kept in the history")
        private String reason = "";

        @Override
        void run(MoneyDesk desk, Tariffs tariffs, PrintWriter out) {
            long table = tariffs.rollBack(reason);
            out.println(table == 0 ? "The shipped table is in force." : "Table " + table + " is in force.");
        }
    }

    /** Shows what happened to the table. */
    @Command(
            name = "history",
            description = "show what was applied, refused and rolled back",
            mixinStandardHelpOptions = true)
    static final class History extends Priced {
        @Override
        void run(MoneyDesk desk, Tariffs tariffs, PrintWriter out) {
            tariffs.history()
                    .forEach(event -> out.println(
                            event.at() + "  " + event.kind() + "  table " + event.table() + "  " + event.words()));
        }
    }

    /** Prices a period again. */
    @Command(
            name = "rerate",
            description = "price the calls of a period again, as corrections",
            mixinStandardHelpOptions = true)
    static final class Rerate extends Priced {
        @Option(names = "--from", required = true, description = "first instant, ISO 8601")
        private @Nullable String from;

        @Option(names = "--to", required = true, description = "first instant no longer in it")
        private @Nullable String to;

        @Option(names = "--id", description = "names it; the same id continues it; default: a new one, printed")
        private @Nullable String id;

        @Option(names = "--reason", description = "why, kept with every entry; needed unless --dry-run")
        private @Nullable String reason;

        @Option(names = "--prices", description = "YAML file of prices in front of those in force")
        private @Nullable Path prices;

        @Option(names = "--dry-run", description = "only say what would change")
        private boolean dryRun;

        @Override
        void run(MoneyDesk desk, Tariffs tariffs, PrintWriter out) {
            if (reason == null && !dryRun) {
                throw new IllegalArgumentException("--reason: absent (expected: why, kept with every entry)");
            }
            String used = id == null ? desk.ids().nextRequestId() : id;
            PriceBook book = tariffs.book();
            if (prices != null) {
                book = book.withOwn(Prices.own(prices), "");
            }
            Rerating.Order order = new Rerating.Order(
                    used,
                    Objects.requireNonNull(Instants.read("--from", from)),
                    Objects.requireNonNull(Instants.read("--to", to)),
                    reason == null ? "dry run" : reason,
                    dryRun);
            Rerating.Outcome outcome = new Rerating(
                            new UsageCorrections(desk.store()),
                            desk.billing().ledger(),
                            Edges.system().clock())
                    .run(order, book);
            out.println(outcome.calls() + " calls looked at, " + outcome.changed()
                    + (dryRun ? " would be corrected: " : " corrected: ") + "list cost by "
                    + money(outcome.list()) + " USD, charges by " + money(outcome.charged()) + " USD; "
                    + outcome.unpriced()
                    + " without a price stay as they are. Id " + used + ".");
        }

        private static String money(Money amount) {
            return amount.isNegative() ? amount.toString() : "+" + amount;
        }
    }
}
