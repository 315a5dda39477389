package dev.headgate.accounts;

import dev.headgate.accounts.AccountColumns.Reader;
import dev.headgate.accounts.Credential.OAuth;
import dev.headgate.accounts.Credential.OAuthClient;
import dev.headgate.accounts.Credential.ServiceAccount;
import dev.headgate.accounts.ImportReport.Effect;
import dev.headgate.accounts.ImportReport.Line;
import dev.headgate.accounts.ImportReport.Problem;
import dev.headgate.base.GroupId;
import dev.headgate.base.Secret;
import dev.headgate.store.Store;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accounts in bulk, as JSON or CSV: out with or without their credentials, and in again, by name. What the settings file owns goes
 * out, but is never changed by what comes in. Blocks; thread-safe.
 */
public final class AccountTransfer {
    private final Accounts accounts;
    private final Parts parts;

    /**
     * What it needs.
     *
     * @param rule for addresses that come in
     */
    public record Parts(Store store, Vault vault, SecureRandom random, AddressRule rule) {}

    public AccountTransfer(Accounts accounts, Parts parts) {
        this.accounts = accounts;
        this.parts = parts;
    }

    /** How accounts are written. */
    public enum Format {
        JSON,
        CSV
    }

    /**
     * All accounts, by name.
     *
     * @param passphrase to seal credentials and extra headers with; null: they stay here
     * @throws IllegalArgumentException when the passphrase is too short
     */
    public String write(Format format, @Nullable Secret passphrase) {
        Passphrase seal = passphrase == null ? null : new Passphrase(passphrase, parts.random());
        AccountDirectory directory = accounts.directory();
        List<Map<String, String>> rows = new ArrayList<>();
        List<Account> ordered = new ArrayList<>(directory.accounts());
        ordered.sort(Comparator.comparing(Account::name));
        for (Account account : ordered) {
            Map<String, String> cells = AccountColumns.write(account, id -> groupName(directory, id));
            if (seal != null) {
                cells.put(
                        AccountColumns.CREDENTIAL,
                        seal.seal(
                                CredentialText.write(current(account)),
                                belongsTo(account.name(), AccountColumns.CREDENTIAL)));
                if (!account.options().headers().isEmpty()) {
                    cells.put(
                            AccountColumns.HEADERS,
                            seal.seal(
                                    OptionsText.writeHeaders(account.options().headers()),
                                    belongsTo(account.name(), AccountColumns.HEADERS)));
                }
            }
            rows.add(cells);
        }
        List<String> columns = new ArrayList<>(AccountColumns.PLAIN);
        if (seal != null) {
            columns.add(AccountColumns.CREDENTIAL);
            columns.add(AccountColumns.HEADERS);
        }
        return format == Format.CSV ? TransferText.csv(columns, rows) : TransferText.json(rows, new AccountColumns());
    }

    private static String groupName(AccountDirectory directory, GroupId id) {
        return directory.group(id).map(Group::name).orElse(Long.toString(id.value()));
    }

    private static String belongsTo(String name, String column) {
        return "headgate-account/" + name + "/" + column;
    }

    /** The credential with the newest refresh token: the first one may be worth nothing any more. */
    private Credential current(Account account) {
        if (!(account.credential() instanceof OAuth oauth) || oauth.grant() == Credential.Grant.CLIENT_CREDENTIALS) {
            return account.credential();
        }
        String hash = TokenSet.hashOf(oauth);
        Optional<Secret> newest = parts.store()
                .read(handle -> JdbcAccountMarks.tokens(handle, account.id(), parts.vault()))
                .map(TokenSet::read)
                .filter(tokens -> tokens.credential().equals(hash))
                .map(TokenSet::refresh);
        return newest.isEmpty() ? oauth : new OAuth(oauth.client(), oauth.grant(), newest.get());
    }

    /**
     * Makes accounts of the console of what {@link #write} or a person wrote, or changes those of the same name: all, or where
     * anything is wrong none. A column that is absent leaves an account's value as it is; an empty cell sets the default; a credential
     * that is absent or empty stays.
     *
     * @param passphrase what credentials are sealed with, null when none is
     * @param dryRun whether only to tell what would be done
     * @throws IllegalArgumentException when the text is neither JSON nor CSV
     */
    public ImportReport read(String text, @Nullable Secret passphrase, boolean dryRun) {
        return read(TransferText.read(text), passphrase, null, dryRun);
    }

    /**
     * What isn't a cell.
     *
     * @param credential null leaves it as it is
     * @param headers null leaves them as they are
     */
    public record Secrets(
            @Nullable Credential credential, @Nullable Map<String, Secret> headers) {}

    /** Makes one account of the console, or changes the one of that name; cells as in {@link #read}. */
    public ImportReport enter(Map<String, String> cells, Secrets secrets) {
        return read(List.of(new TransferText.Row(1, cells)), null, secrets, false);
    }

    private ImportReport read(
            List<TransferText.Row> rows, @Nullable Secret passphrase, @Nullable Secrets secrets, boolean dryRun) {
        Passphrase seal = passphrase == null ? null : new Passphrase(passphrase, parts.random());
        AccountDirectory directory = accounts.directory();
        List<Problem> problems = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        List<DeclaredAccount> entered = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (TransferText.Row row : rows) {
            Reader reader = new Reader(row, problems);
            unknownColumns(row, reader);
            String name = reader.cell(AccountColumns.NAME);
            if (name.isEmpty() || name.length() > 200 || !names.add(name)) {
                reader.wrong(
                        AccountColumns.NAME,
                        name.isEmpty() ? "a name" : "a name of its own, of at most 200 characters");
                continue;
            }
            Account before = directory.named(name).orElse(null);
            if (before != null && before.declared()) {
                lines.add(new Line(name, Effect.LEFT));
                continue;
            }
            DeclaredAccount one = account(reader, name, before, new Known(directory, seal, secrets));
            if (one != null) {
                Effect effect = before == null
                        ? Effect.CREATED
                        : same(one, before, directory) ? Effect.UNCHANGED : Effect.CHANGED;
                lines.add(new Line(name, effect));
                if (effect != Effect.UNCHANGED) {
                    entered.add(one);
                }
            }
        }
        boolean apply = problems.isEmpty() && !dryRun;
        if (apply && !entered.isEmpty()) {
            accounts.save(entered);
        }
        return new ImportReport(lines, problems, apply);
    }

    private record Known(
            AccountDirectory directory,
            @Nullable Passphrase seal,
            @Nullable Secrets secrets) {}

    private static void unknownColumns(TransferText.Row row, Reader reader) {
        for (String column : row.cells().keySet()) {
            if (!AccountColumns.PLAIN.contains(column) && !AccountColumns.SECRET.contains(column)) {
                reader.wrong(column, "one of the columns " + AccountColumns.PLAIN + " or " + AccountColumns.SECRET);
            }
        }
    }

    private @Nullable DeclaredAccount account(Reader reader, String name, @Nullable Account before, Known known) {
        int problems = reader.problems();
        Provider provider = reader.maybe("provider", before == null ? null : before.provider(), Provider::of);
        if (provider == null && reader.problems() == problems) {
            reader.wrong("provider", "anthropic, openai, gemini or openai-compatible");
        }
        BaseUrl base = baseUrl(reader, before);
        List<String> groups = groups(reader, before, known.directory());
        List<String> models = reader.read(
                "models", before == null ? List.of() : before.models().entries(), List.of(), cell -> {
                    List<String> entries = TransferText.split(cell);
                    ModelMap.of(entries);
                    return entries;
                });
        int concurrency = reader.number("concurrency", before == null ? 8 : before.concurrency(), 8, 1, 1_000_000);
        int priority = reader.number("priority", before == null ? 50 : before.priority(), 50, 0, 1_000_000);
        int weight = reader.number("weight", before == null ? 1 : before.weight(), 1, 1, 1_000);
        EgressProxy kept = before == null ? null : before.options().proxy();
        String proxy = reader.maybe("proxy", kept == null ? null : kept.name(), cell -> proxy(cell, known.directory()));
        AccountOptions options = reader.options(before == null ? AccountOptions.NONE : before.options());
        Secrets secrets = known.secrets();
        Credential credential = secrets == null || secrets.credential() == null
                ? credential(reader, name, before, known.seal())
                : entered(reader, secrets.credential());
        AccountOptions headed = secrets == null || secrets.headers() == null
                ? headers(reader, name, options, known.seal())
                : options.with(secrets.headers());
        if (before != null
                && base != null
                && !base.origin().equals(before.baseUrl().origin())) {
            keepNothingSecret(reader, before, secrets);
        }
        if (reader.problems() > problems || provider == null || base == null || credential == null) {
            return null;
        }
        return new DeclaredAccount(
                name, provider, base, credential, groups, concurrency, priority, weight, models, proxy, headed);
    }

    /** A kept secret goes to no other place than before: whoever may name the place may not thereby read the secret. */
    private static void keepNothingSecret(Reader reader, Account before, @Nullable Secrets entered) {
        boolean credential = entered != null && entered.credential() != null
                || !reader.cell(AccountColumns.API_KEY).isEmpty()
                || !reader.cell(AccountColumns.CREDENTIAL).isEmpty();
        if (!credential && !before.credential().equals(Credential.NONE)) {
            reader.wrong(AccountColumns.CREDENTIAL, "the credential anew, since base_url is another place");
        }
        boolean headers = entered != null && entered.headers() != null
                || !reader.cell(AccountColumns.HEADERS).isEmpty();
        if (!headers && !before.options().headers().isEmpty()) {
            reader.wrong(AccountColumns.HEADERS, "the headers anew, since base_url is another place");
        }
    }

    private @Nullable BaseUrl baseUrl(Reader reader, @Nullable Account before) {
        BaseUrl base = reader.maybe("base_url", before == null ? null : before.baseUrl(), cell -> {
            BaseUrl parsed = BaseUrl.parse(cell);
            judge(parsed.host());
            return parsed;
        });
        if (base == null && reader.cell("base_url").isEmpty()) {
            reader.wrong("base_url", "the upstream's address");
        }
        return base;
    }

    private void judge(String host) {
        parts.rule().refusal(host).ifPresent(refusal -> {
            throw new IllegalArgumentException("(expected: a public address; " + refusal + ")");
        });
    }

    private static List<String> groups(Reader reader, @Nullable Account before, AccountDirectory directory) {
        List<String> usual = List.of("default");
        List<String> kept = before == null
                ? usual
                : before.groups().stream().map(id -> groupName(directory, id)).toList();
        Set<String> known = new HashSet<>();
        directory.groups().forEach(group -> known.add(group.name()));
        return reader.read("groups", kept, usual, cell -> {
            List<String> names = TransferText.split(cell);
            if (!known.containsAll(names)) {
                throw new IllegalArgumentException("(expected: of " + known + ")");
            }
            return names;
        });
    }

    private static String proxy(String name, AccountDirectory directory) {
        List<String> known = directory.proxies().stream().map(EgressProxy::name).toList();
        if (!known.contains(name)) {
            throw new IllegalArgumentException("(expected: of " + known + ")");
        }
        return name;
    }

    private @Nullable Credential credential(
            Reader reader, String name, @Nullable Account before, @Nullable Passphrase seal) {
        if (!reader.cell(AccountColumns.API_KEY).isEmpty()) {
            return new Credential.ApiKey(new Secret(reader.cell(AccountColumns.API_KEY)));
        }
        if (!reader.cell(AccountColumns.CREDENTIAL).isEmpty()) {
            return reader.maybe(AccountColumns.CREDENTIAL, null, cell -> {
                Credential opened = CredentialText.read(open(cell, belongsTo(name, AccountColumns.CREDENTIAL), seal));
                judge(opened);
                return before != null && opened.equals(current(before)) ? before.credential() : opened;
            });
        }
        if (before != null) {
            return before.credential();
        }
        if (reader.cell("provider").equals(Provider.OPENAI_COMPATIBLE.id())) {
            return Credential.NONE; // a local server may want none
        }
        reader.wrong(AccountColumns.API_KEY, "a key, or a sealed credential");
        return null;
    }

    private Credential entered(Reader reader, Credential credential) {
        try {
            judge(credential);
        } catch (IllegalArgumentException e) {
            reader.wrong(AccountColumns.CREDENTIAL, Reader.expected(e));
        }
        return credential;
    }

    private void judge(Credential credential) {
        List<URI> addresses = new ArrayList<>();
        if (credential instanceof OAuth oauth) {
            OAuthClient client = oauth.client();
            addresses.add(client.tokenUrl());
            if (client.deviceUrl() != null) {
                addresses.add(client.deviceUrl());
            }
        } else if (credential instanceof ServiceAccount service) {
            addresses.add(service.tokenUrl());
        }
        for (URI address : addresses) {
            boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            if (!web || address.getHost() == null) {
                throw new IllegalArgumentException("(expected: token endpoints that are http or https URLs)");
            }
            judge(address.getHost());
        }
    }

    private AccountOptions headers(Reader reader, String name, AccountOptions options, @Nullable Passphrase seal) {
        if (reader.cell(AccountColumns.HEADERS).isEmpty()) {
            return options;
        }
        return reader.read(AccountColumns.HEADERS, options, options, cell -> {
            Secret opened = open(cell, belongsTo(name, AccountColumns.HEADERS), seal);
            return options.with(OptionsText.readHeaders(opened.reveal()));
        });
    }

    private static Secret open(String cell, String belongsTo, @Nullable Passphrase seal) {
        if (!Passphrase.isSealed(cell)) {
            throw new IllegalArgumentException("(expected: a sealed text, as an export writes it)");
        }
        if (seal == null) {
            throw new IllegalArgumentException("(expected: the passphrase that it is sealed with, beside it)");
        }
        return seal.open(cell, belongsTo)
                .orElseThrow(() -> new IllegalArgumentException(
                        "(expected: one sealed with this passphrase for an account of this name)"));
    }

    private static boolean same(DeclaredAccount one, Account before, AccountDirectory directory) {
        EgressProxy way = before.options().proxy();
        Set<String> groups = new HashSet<>();
        before.groups().forEach(id -> groups.add(groupName(directory, id)));
        return one.credential().equals(before.credential())
                && one.provider() == before.provider()
                && one.baseUrl().equals(before.baseUrl())
                && groups.equals(Set.copyOf(one.groups()))
                && one.concurrency() == before.concurrency()
                && one.priority() == before.priority()
                && one.weight() == before.weight()
                && ModelMap.of(one.models()).equals(ModelMap.of(before.models().entries()))
                && java.util.Objects.equals(one.proxy(), way == null ? null : way.name())
                && one.options().through(way).equals(before.options());
    }
}
