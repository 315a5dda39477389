package dev.headgate.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.accounts.Accounts;
import dev.headgate.accounts.AddressRule;
import dev.headgate.accounts.DeclaredAccount;
import dev.headgate.accounts.DeclaredProxy;
import dev.headgate.accounts.Groups;
import dev.headgate.base.CallLimits;
import dev.headgate.base.Check;
import dev.headgate.base.GatewayException;
import dev.headgate.base.GroupId;
import dev.headgate.base.Money;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.billing.Ledger;
import dev.headgate.identity.AuditEntry;
import dev.headgate.identity.AuditLog;
import dev.headgate.identity.Identity;
import dev.headgate.identity.KeyHash;
import dev.headgate.identity.Keys;
import dev.headgate.identity.People;
import dev.headgate.identity.Role;
import dev.headgate.identity.User;
import dev.headgate.identity.Users;
import dev.headgate.importing.Found.FoundAccount;
import dev.headgate.importing.Found.FoundGroup;
import dev.headgate.importing.Found.FoundKey;
import dev.headgate.importing.Found.FoundUser;
import dev.headgate.importing.Report.Effect;
import dev.headgate.importing.Report.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings over what another gateway holds, or says what it would bring. What is here already stays as it is: users are known by
 * address, keys by hash, the rest by name; a balance is given once for each user of a source. Each thing is written by itself, so an
 * import that breaks off is taken up where it was by running it again. Blocking; for one thread.
 */
public final class Importer {
    /** It stands in ids of the ledger. */
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9._-]{1,40}");

    /** As users are made here: what would be refused is told by the dry run too. */
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");

    private final Parts parts;
    private final String source;
    private final boolean apply;
    private final List<Report.Line> lines = new ArrayList<>();
    private final Map<String, UserId> users = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    /** What is written by. */
    public record Parts(
            Accounts accounts,
            AddressRule rule,
            Groups groups,
            Identity identity,
            Users users,
            People people,
            Keys keys,
            Ledger ledger,
            AuditLog audit) {}

    /**
     * @param source names the source, so that balances of two of a kind are told apart
     * @param apply false = only say
     */
    public Importer(Parts parts, String source, boolean apply) {
        Check.that(
                SOURCE.matcher(source).matches(),
                "source",
                "\"" + source + "\"",
                "letters, digits, . _ and -, at most 40");
        this.parts = parts;
        this.source = source;
        this.apply = apply;
    }

    /** Reads all, then goes through it. */
    public Report run(Rival rival, Rival.Terms terms) {
        Found found = rival.read(terms);
        parts.accounts().reload();
        found.proxies.forEach(this::proxy);
        found.groups.forEach(this::group);
        found.accounts.forEach(this::account);
        Map<String, User> known = parts.identity().users();
        found.users.forEach(user -> user(user, known));
        found.keys.forEach(this::key);
        lines.addAll(found.left);
        return new Report(apply, lines);
    }

    private void say(Kind kind, String name, Effect effect, String words) {
        lines.add(new Report.Line(kind, name, effect, words));
    }

    /** Makes something, when asked to, and says so; what a facade refuses is said as well. */
    private void make(Kind kind, String name, String words, Supplier<String> work) {
        try {
            if (apply) {
                String subject = work.get();
                ObjectNode after = Row.JSON.createObjectNode().put("name", name).put("source", source);
                AuditLog.Deed deed = new AuditLog.Deed(
                        kind.name().toLowerCase(Locale.ROOT) + "s.import", subject, "", after.toString());
                parts.audit().add("import:" + source, deed, new AuditEntry.Origin("", ""));
            }
            say(kind, name, Effect.MADE, words);
        } catch (GatewayException e) {
            say(kind, name, Effect.LEFT, e.publicMessage());
        } catch (IllegalArgumentException e) {
            say(kind, name, Effect.LEFT, String.valueOf(e.getMessage()));
        }
    }

    private void proxy(DeclaredProxy proxy) {
        boolean there = parts.accounts().directory().proxies().stream()
                .anyMatch(one -> one.name().equals(proxy.name()));
        if (there || !names.add("proxy " + proxy.name())) {
            say(Kind.PROXY, proxy.name(), Effect.THERE, "");
            return;
        }
        make(Kind.PROXY, proxy.name(), "", () -> {
            parts.accounts().saveProxy(proxy);
            return "proxy:" + proxy.name();
        });
    }

    private void group(FoundGroup group) {
        if (parts.accounts().groupNamed(group.name()).isPresent() || !names.add("group " + group.name())) {
            say(Kind.GROUP, group.name(), Effect.THERE, "");
            return;
        }
        String words = "billing " + group.billing().id() + ", multiplier " + group.multiplierPpm() + " ppm";
        make(Kind.GROUP, group.name(), words, () -> {
            Groups.Change change = new Groups.Change(
                    group.name(),
                    group.multiplierPpm(),
                    group.billing(),
                    null,
                    group.enabled(),
                    group.opened(),
                    "from " + source);
            return "group:" + parts.groups().create(change).group().id();
        });
    }

    private void account(FoundAccount found) {
        DeclaredAccount account = found.account();
        if (parts.accounts().directory().named(account.name()).isPresent()) {
            say(Kind.ACCOUNT, account.name(), Effect.THERE, "");
            return;
        }
        String refusal = parts.rule().refusal(account.baseUrl().host()).orElse("");
        if (!refusal.isEmpty()) {
            String words = account.baseUrl().host() + ": " + refusal
                    + "; set upstream.allow-private, or declare it in the settings file";
            say(Kind.ACCOUNT, account.name(), Effect.LEFT, words);
            return;
        }
        String words = account.provider().id() + " at " + account.baseUrl() + (found.works() ? "" : ", paused");
        make(Kind.ACCOUNT, account.name(), words, () -> {
            return "account:"
                    + parts.accounts()
                            .save(List.of(account), found.works())
                            .getFirst()
                            .value();
        });
    }

    private void user(FoundUser found, Map<String, User> known) {
        String email = found.email().strip().toLowerCase(Locale.ROOT);
        User there = known.get(email);
        if (there != null) {
            users.put(found.id(), there.id());
            say(Kind.USER, email, Effect.THERE, found.words());
        } else if (!EMAIL.matcher(email).matches()) {
            say(Kind.USER, email, Effect.LEFT, "that is no e-mail address");
            return;
        } else if (!names.add("user " + email)) {
            say(Kind.USER, email, Effect.LEFT, "another user of the source has this address");
            return;
        } else {
            users.put(found.id(), new UserId(0));
            make(Kind.USER, email, found.words(), () -> "user:" + made(found, email));
        }
        balance(found, email);
    }

    /** Somebody who can sign in once they have replaced the password, which no other gateway tells. */
    private UserId made(FoundUser found, String email) {
        Users.Change change = new Users.Change(null, "from " + source, found.enabled(), found.limits(), null, null);
        UserId id = parts.users().create(email, change).user().id();
        String name = found.name().length() > 200 ? found.name().substring(0, 200) : found.name();
        parts.people().allow(id, Role.USER, name, null);
        users.put(found.id(), id);
        return id;
    }

    private void balance(FoundUser found, String email) {
        Money balance = found.balance();
        if (balance.equals(Money.ZERO)) {
            return;
        }
        String name = email + " " + balance + " USD";
        String entry = "import:" + source + ":user:" + found.id();
        UserId user = users.get(found.id());
        if (parts.ledger().has((balance.isNegative() ? "adjust:" : "grant:") + entry)) {
            say(Kind.BALANCE, name, Effect.THERE, "given before");
        } else if (apply && (user == null || user.value() == 0)) {
            say(Kind.BALANCE, name, Effect.LEFT, "there is no such user");
        } else {
            make(Kind.BALANCE, name, "", () -> {
                UserId to = Objects.requireNonNull(users.get(found.id()), "made or known above");
                String reason = "import from " + source;
                if (balance.isNegative()) {
                    parts.ledger().adjust(entry, to, balance, reason);
                } else {
                    parts.ledger().grantOnce(entry, to, balance, reason);
                }
                return "user:" + to;
            });
        }
    }

    private void key(FoundKey found) {
        UserId user = users.get(found.user());
        Secret text = found.text() instanceof Found.Text.Plain plain ? plain.key() : null;
        KeyHash hash = switch (found.text()) {
            case Found.Text.Plain plain -> KeyHash.of(plain.key().reveal());
            case Found.Text.Hashed hashed -> hashed.hash();
        };
        if (parts.keys().known(hash) || !names.add("key " + hash.hex())) {
            say(Kind.KEY, found.name(), Effect.THERE, "");
            return;
        }
        GroupId group = parts.accounts().groupNamed(found.group()).orElse(null);
        if (user == null || apply && user.value() == 0 || group == null && !names.contains("group " + found.group())) {
            String words = user == null || apply && user.value() == 0 ? "its user isn't here" : "its group isn't here";
            say(Kind.KEY, found.name(), Effect.LEFT, words);
            return;
        }
        String name = free(found, user);
        String renamed = name.equals(found.name()) ? "" : "is " + name + " here, since the user has one of its name";
        String words = join(found.enabled() ? "" : "disabled", join(renamed, found.words()));
        try {
            Keys.Wish wish = wish(found, name, user, group, text);
            make(Kind.KEY, found.name(), words, () -> "key:" + made(found, wish, hash));
        } catch (IllegalArgumentException e) {
            say(Kind.KEY, found.name(), Effect.LEFT, String.valueOf(e.getMessage()));
        }
    }

    private static String join(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "; " + second;
    }

    private String free(FoundKey found, UserId user) {
        boolean taken = user.value() != 0 && parts.keys().named(user, found.name())
                || !names.add("key " + found.user() + " " + found.name());
        return taken ? found.name() + " (" + found.id() + ")" : found.name();
    }

    private static Keys.Wish wish(
            FoundKey found, String name, UserId user, @Nullable GroupId group, @Nullable Secret text) {
        CallLimits limits = found.limits();
        Keys.Place place = Keys.Place.of(group == null ? new GroupId(0) : group);
        return new Keys.Wish(name, user, place, limits, found.rules(), text);
    }

    private String made(FoundKey found, Keys.Wish wish, KeyHash hash) {
        var row = wish.text() == null
                ? parts.keys().adopt(wish, hash)
                : parts.keys().create(wish).key();
        if (!found.enabled()) {
            parts.keys().change(row.key().id(), new Keys.Change(null, null, false, null, null));
        }
        return row.key().id().toString();
    }
}
