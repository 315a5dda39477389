package dev.headgate.importing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.accounts.AccountOptions;
import dev.headgate.accounts.BaseUrl;
import dev.headgate.accounts.Credential;
import dev.headgate.accounts.DeclaredAccount;
import dev.headgate.accounts.Group;
import dev.headgate.accounts.Provider;
import dev.headgate.base.CallLimits;
import dev.headgate.base.Money;
import dev.headgate.base.Period;
import dev.headgate.base.Secret;
import dev.headgate.identity.AddressList;
import dev.headgate.identity.KeyRules;
import dev.headgate.importing.Found.FoundAccount;
import dev.headgate.importing.Found.FoundGroup;
import dev.headgate.importing.Found.FoundKey;
import dev.headgate.importing.Found.FoundUser;
import dev.headgate.importing.Report.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * one-api and new-api: tables {@code users}, {@code tokens}, {@code channels}, {@code options}. Status 1 works. A token is kept
 * without the {@code sk-} that its user writes before it; quota is counted in units, 500,000 of which are a dollar unless the
 * operator changed that; a higher priority is tried first. Groups are words in users, tokens and channels, with their factors in
 * the option {@code GroupRatio}.
 */
final class OneApi {
    private static final long WORKS = 1;
    private static final long ADMIN_FROM = 10;
    private static final String USUAL = "default";
    private static final String AUTO = "auto";

    /** Channels have no limit of their own; an account must have one. */
    private static final int CONCURRENCY = 1_000;

    /** In the middle, so that a channel's priority can be turned round on both sides. */
    private static final long PRIORITY = 1_000;

    private static final int WEIGHT_MAX = 1_000;

    private final Rows rows;
    private final Rival.Terms terms;
    private final Channels channels;
    private final Found found = new Found();
    private final Set<String> accountNames = new HashSet<>();
    private final Map<String, String> groupOfUser = new HashMap<>();

    OneApi(Rows rows, Rival.Terms terms, Channels channels) {
        this.rows = rows;
        this.terms = terms;
        this.channels = channels;
    }

    Found read() {
        groups();
        for (Row channel : rows.of("channels")) {
            channel(channel);
        }
        Set<String> addresses = new HashSet<>();
        for (Row user : rows.of("users")) {
            if (!user.has("deleted_at")) {
                user(user, addresses);
            }
        }
        for (Row token : rows.of("tokens")) {
            if (!token.has("deleted_at")) {
                token(token);
            }
        }
        return found;
    }

    private void groups() {
        Map<String, BigDecimal> factors = new TreeMap<>();
        factors.put(USUAL, BigDecimal.ONE);
        for (String table : List.of("users", "tokens", "channels")) {
            for (Row row : rows.of(table)) {
                row.parts("group").forEach(name -> factors.putIfAbsent(name, BigDecimal.ONE));
            }
        }
        Set<String> open = new HashSet<>(Set.of(USUAL));
        for (Row option : rows.of("options")) {
            if (option.text("key").equals("GroupRatio")) {
                option.json("value")
                        .properties()
                        .forEach(factor -> factors.put(
                                factor.getKey(),
                                new BigDecimal(factor.getValue().asText())));
            } else if (option.text("key").equals("UserUsableGroups")) {
                option.json("value").properties().forEach(one -> open.add(one.getKey()));
            }
        }
        factors.remove(AUTO); // not a group: it means any
        factors.forEach((name, factor) -> found.groups.add(
                new FoundGroup(name, Amounts.ppm(factor), Group.Billing.BALANCE, open.contains(name), true)));
    }

    private void channel(Row channel) {
        String told = channel.has("name") ? channel.text("name") : "channel-" + channel.text("id");
        String name = accountNames.add(told) ? told : told + " #" + channel.text("id");
        Channels.Upstream upstream = channels.of(channel.whole("type")).orElse(null);
        if (upstream == null) {
            found.leave(
                    Kind.ACCOUNT,
                    name,
                    "channels of type " + channel.text("type") + " speak a protocol that Headgate doesn't");
            return;
        }
        String base = channel.has("base_url") ? channel.text("base_url") : upstream.base();
        boolean own = upstream.provider() == Provider.OPENAI && !base.startsWith(upstream.base());
        try {
            List<String> keys = keys(channel);
            for (int i = 0; i < keys.size(); i++) {
                found.accounts.add(new FoundAccount(
                        new DeclaredAccount(
                                i == 0 ? name : name + " " + (i + 1),
                                own ? Provider.OPENAI_COMPATIBLE : upstream.provider(),
                                BaseUrl.parse(base),
                                new Credential.ApiKey(new Secret(keys.get(i))),
                                channel.has("group") ? channel.parts("group") : List.of(USUAL),
                                CONCURRENCY,
                                (int) Math.clamp(PRIORITY - channel.whole("priority"), 0, 2 * PRIORITY),
                                Math.max(1, channel.whole("weight", WEIGHT_MAX)),
                                models(channel),
                                null,
                                AccountOptions.NONE),
                        channel.whole("status") == WORKS));
            }
            if (keys.isEmpty()) {
                found.leave(Kind.ACCOUNT, name, "it has no key");
            }
        } catch (IllegalArgumentException e) {
            found.leave(Kind.ACCOUNT, name, String.valueOf(e.getMessage()));
        }
        if (channel.has("header_override") && channel.json("header_override").size() > 0) {
            found.note(Kind.ACCOUNT, name, "its extra headers aren't brought along");
        }
    }

    /** A channel of new-api may hold several keys, one a line; each becomes an account. */
    private static List<String> keys(Row channel) {
        List<String> keys = new ArrayList<>();
        for (String line : channel.text("key").split("\\R", -1)) {
            if (!line.isBlank()) {
                keys.add(line.strip());
            }
        }
        return keys;
    }

    private static List<String> models(Row channel) {
        JsonNode mapping = channel.json("model_mapping");
        List<String> models = new ArrayList<>();
        for (String model : channel.parts("models")) {
            String real = mapping.path(model).asText();
            models.add(real.isEmpty() || real.equals(model) ? model : model + "=" + real);
        }
        return models;
    }

    private void user(Row user, Set<String> addresses) {
        String id = user.text("id");
        String email = user.text("email").toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        if (email.isEmpty() || !addresses.add(email)) {
            String why = email.isEmpty() ? "has no e-mail address" : "has another user's e-mail address";
            email = user.text("username").replaceAll("[@\\s\\p{Cntrl}]", "-").toLowerCase(Locale.ROOT) + "@"
                    + terms.domain();
            if (!addresses.add(email)) {
                email = id + "." + email;
                addresses.add(email);
            }
            words.add(why + " there");
        }
        if (user.whole("role") >= ADMIN_FROM) {
            words.add("was an administrator there; give a role by hand");
        }
        groupOfUser.put(id, user.has("group") ? user.text("group") : USUAL);
        found.users.add(new FoundUser(
                id,
                email,
                user.has("display_name") ? user.text("display_name") : user.text("username"),
                Amounts.units(user.number("quota"), terms.unitsPerUsd()),
                CallLimits.NONE,
                user.whole("status") == WORKS,
                String.join("; ", words)));
    }

    private void token(Row token) {
        String name = token.has("name") ? token.text("name") : "token-" + token.text("id");
        if (!token.has("key")) {
            found.leave(Kind.KEY, name, "its text isn't in the source");
            return;
        }
        List<String> words = new ArrayList<>();
        boolean works = token.whole("status") == WORKS;
        CallLimits limits = CallLimits.NONE;
        if (!token.flag("unlimited_quota")) {
            Money rest = Amounts.units(token.number("remain_quota"), terms.unitsPerUsd());
            works &= rest.nanos() > 0;
            if (rest.nanos() > 0) {
                limits = new CallLimits(0, 0, 0, Map.of(Period.MONTH, rest));
                words.add("what was left of its own quota, " + rest + " USD, is its limit a month");
            }
        }
        try {
            KeyRules rules = new KeyRules(
                    token.flag("model_limits_enabled") ? token.parts("model_limits") : List.of(),
                    token.time("expired_time").orElse(null),
                    AddressList.of(token.parts("allow_ips")),
                    List.of());
            String user = token.text("user_id");
            String group = token.text("group");
            found.keys.add(new FoundKey(
                    token.text("id"),
                    user,
                    name,
                    new Found.Text.Plain(new Secret("sk-" + token.text("key").replaceFirst("^sk-", ""))),
                    group.isEmpty() || group.equals(AUTO) ? groupOfUser.getOrDefault(user, USUAL) : group,
                    limits,
                    rules,
                    works,
                    String.join("; ", words)));
        } catch (IllegalArgumentException e) {
            found.leave(Kind.KEY, name, String.valueOf(e.getMessage()));
        }
    }
}
