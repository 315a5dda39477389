package dev.headgate.app;

import dev.headgate.accounts.Accounts;
import dev.headgate.accounts.Groups;
import dev.headgate.accounts.Vault;
import dev.headgate.base.IdSource;
import dev.headgate.billing.Billing;
import dev.headgate.identity.AuditLog;
import dev.headgate.identity.Identity;
import dev.headgate.identity.Keys;
import dev.headgate.identity.People;
import dev.headgate.identity.Users;
import dev.headgate.importing.Importer;
import dev.headgate.importing.Report;
import dev.headgate.importing.Report.Effect;
import dev.headgate.importing.Report.Kind;
import dev.headgate.importing.Rival;
import dev.headgate.store.Store;
import dev.headgate.upstream.AddressGuard;
import dev.headgate.upstream.AddressGuard.Trust;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings over what another gateway holds, also beside a running server. Without {@code --apply} it only says what it would do. */
@Command(
        name = "import",
        description =
                "bring users, balances, keys, groups, accounts and proxies over from sub2api, new-api, one-api or litellm",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(paramLabel = "GATEWAY", description = "sub2api, new-api, one-api or litellm")
    private String rival = "";

    @Option(
            names = "--from",
            required = true,
            description =
                    "postgresql:// or mysql://user:password@host/database, sqlite:FILE, or an export: a JSON or YAML file with a list of"
                            + " rows for each table, or a folder of TABLE.json files")
    private String from = "";

    @Option(names = "--apply", description = "do it; without it nothing is changed")
    private boolean apply;

    @Option(
            names = "--quota-per-usd",
            description = "units of quota in a dollar, of new-api and one-api; default: ${DEFAULT-VALUE}",
            defaultValue = "500000")
    private long quotaPerUsd = 500_000;

    @Option(
            names = "--source",
            description = "names this source where you import from two of a kind; default: the gateway's name")
    private @Nullable String source;

    @Option(
            names = "--email-domain",
            description = "of the address that a user gets who has none; default: ${DEFAULT-VALUE}",
            defaultValue = "import.invalid")
    private String domain = "import.invalid";

    @Override
    public Integer call() {
        Rival kind = Rival.of(rival);
        Rival.Terms terms = new Rival.Terms(from, quotaPerUsd, domain, System::getenv);
        HeadgateConfig settings = config.loadUndeclared();
        Edges edges = Edges.system();
        IdSource ids = new IdSource(edges.clock(), edges.random());
        try (Store store = Store.openExisting(settings.storeUrl())) {
            Vault vault = new Vault(AccountDesk.masterKey(settings, edges), edges.random());
            Accounts accounts = new Accounts(store, vault, ids);
            accounts.reload();
            Identity identity = new Identity(store, ids, edges.random(), edges.clock(), edges.ticker());
            AddressGuard guard = new AddressGuard(settings.upstream().allowPrivate());
            Importer.Parts parts = new Importer.Parts(
                    accounts,
                    host -> guard.literalRefusal(host, Trust.ENTERED),
                    new Groups(store, accounts, ids, edges.clock()),
                    identity,
                    new Users(store, identity, ids, edges.clock()),
                    new People(store, ids, edges.random(), edges.clock(), edges.ticker()),
                    new Keys(store, identity, ids, edges.clock()),
                    new Billing(store, ids, edges.clock()).ledger(),
                    new AuditLog(store, ids, edges.clock()));
            print(new Importer(parts, source == null ? kind.id() : source, apply).run(kind, terms));
        }
        return 0;
    }

    private void print(Report report) {
        PrintWriter out = config.out();
        for (Report.Line line : report.lines()) {
            // names are the source's: nothing in them may move the terminal's cursor
            String words = line.words().isEmpty() ? "" : "\t" + line.words();
            out.println((line.effect().id() + "\t" + line.kind().id() + "\t" + line.name() + words)
                    .replaceAll("[\\p{Cntrl}&&[^\\t]]", "?"));
        }
        for (Kind kind : Kind.values()) {
            long made = report.count(kind, Effect.MADE);
            long there = report.count(kind, Effect.THERE);
            long left = report.count(kind, Effect.LEFT);
            if (made + there + left > 0) {
                out.println(kind.id() + ": " + made + (report.applied() ? " made, " : " to be made, ") + there
                        + " here already, " + left + " left behind");
            }
        }
        out.println(
                report.applied()
                        ? "Done; a running server takes it over within seconds."
                        : "Nothing was changed; say --apply to do it.");
    }
}
