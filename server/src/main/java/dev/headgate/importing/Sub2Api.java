package dev.headgate.importing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.accounts.AccountOptions;
import dev.headgate.accounts.BaseUrl;
import dev.headgate.accounts.Credential;
import dev.headgate.accounts.DeclaredAccount;
import dev.headgate.accounts.DeclaredProxy;
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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * sub2api: tables {@code users}, {@code api_keys}, {@code groups}, {@code accounts}, {@code account_groups}, {@code proxies}. Rows
 * with {@code deleted_at} are gone; amounts are decimals of dollars; keys are kept in clear; a smaller priority is tried first, as
 * here.
 */
final class Sub2Api {
    private static final String ACTIVE = "active";
    private static final int CONCURRENCY_MAX = 1_000_000;

    /** Platforms with an API key, and where they are unless the account says so. */
    private static final Map<String, Channels.Upstream> PLATFORMS = Map.of(
            "anthropic", new Channels.Upstream(Provider.ANTHROPIC, "https://api.anthropic.com"),
            "openai", new Channels.Upstream(Provider.OPENAI, "https://api.openai.com"),
            "gemini", new Channels.Upstream(Provider.GEMINI, "https://generativelanguage.googleapis.com"),
            "grok", new Channels.Upstream(Provider.OPENAI_COMPATIBLE, "https://api.x.ai"),
            "deepseek", new Channels.Upstream(Provider.OPENAI_COMPATIBLE, "https://api.deepseek.com"));

    private final Rows rows;
    private final Rival.Terms terms;
    private final Found found = new Found();
    private final Map<String, String> groups = new HashMap<>();
    private final Set<String> accountNames = new HashSet<>();
    private final Map<String, String> proxies = new HashMap<>();

    Sub2Api(Rows rows, Rival.Terms terms) {
        this.rows = rows;
        this.terms = terms;
    }

    private List<Row> live(String table) {
        return rows.of(table).stream().filter(row -> !row.has("deleted_at")).toList();
    }

    Found read() {
        live("proxies").forEach(this::proxy);
        live("groups").forEach(this::group);
        Map<String, List<String>> groupsOf = new HashMap<>();
        for (Row link : rows.of("account_groups")) {
            String name = groups.get(link.text("group_id"));
            if (name != null) {
                groupsOf.computeIfAbsent(link.text("account_id"), id -> new ArrayList<>())
                        .add(name);
            }
        }
        live("accounts").forEach(account -> account(account, groupsOf.getOrDefault(account.text("id"), List.of())));
        live("users").forEach(this::user);
        live("api_keys").forEach(this::key);
        int subscriptions = live("user_subscriptions").size();
        if (subscriptions > 0) {
            found.leave(Kind.OTHER, subscriptions + " subscriptions", "make plans and give subscriptions by hand");
        }
        return found;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void proxy(Row proxy) {
        String name = proxy.text("name");
        String user = proxy.text("username");
        String login = user.isEmpty() ? "" : encoded(user) + ":" + encoded(proxy.text("password")) + "@";
        String host = proxy.text("host").contains(":") ? "[" + proxy.text("host") + "]" : proxy.text("host");
        try {
            found.proxies.add(new DeclaredProxy(
                    name, new Secret(proxy.text("protocol") + "://" + login + host + ":" + proxy.text("port"))));
            proxies.put(proxy.text("id"), name);
        } catch (IllegalArgumentException e) {
            found.leave(Kind.PROXY, name, "it speaks " + proxy.text("protocol") + " (expected: http or socks5)");
        }
    }

    private void group(Row group) {
        String name = group.text("name");
        groups.put(group.text("id"), name);
        boolean subscribed = group.text("subscription_type").equals("subscription");
        BigDecimal factor = group.has("rate_multiplier") ? group.number("rate_multiplier") : BigDecimal.ONE;
        found.groups.add(new FoundGroup(
                name,
                Amounts.ppm(factor),
                subscribed ? Group.Billing.SUBSCRIPTION : Group.Billing.BALANCE,
                !group.flag("is_exclusive") && !subscribed,
                group.text("status").equals(ACTIVE)));
        if (subscribed) {
            found.note(
                    Kind.GROUP, name, "is drawn from subscriptions: make a plan for it, and give subscriptions to it");
        }
    }

    private void account(Row account, List<String> inGroups) {
        String told = account.text("name");
        String name = accountNames.add(told) ? told : told + " #" + account.text("id");
        String type = account.text("type");
        JsonNode credentials = account.json("credentials");
        Channels.Upstream upstream = PLATFORMS.get(account.text("platform"));
        String key = credentials.path("api_key").asText();
        if (upstream == null || !(type.equals("apikey") || type.equals("upstream")) || key.isEmpty()) {
            String why = type.equals("oauth") || type.equals("setup-token")
                    ? "its sign-in belongs to another program's client; sign in anew, or use an API key"
                    : "accounts of " + account.text("platform") + " with " + type + " can't be brought along";
            found.leave(Kind.ACCOUNT, name, why);
            return;
        }
        String base = credentials.path("base_url").asText();
        Provider provider =
                upstream.provider() == Provider.OPENAI && !base.isEmpty() && !base.startsWith(upstream.base())
                        ? Provider.OPENAI_COMPATIBLE
                        : upstream.provider();
        try {
            found.accounts.add(new FoundAccount(
                    new DeclaredAccount(
                            name,
                            provider,
                            BaseUrl.parse(base.isEmpty() ? upstream.base() : base),
                            new Credential.ApiKey(new Secret(key)),
                            inGroups,
                            Math.max(1, account.whole("concurrency", CONCURRENCY_MAX)),
                            account.whole("priority", CONCURRENCY_MAX),
                            1,
                            models(credentials.path("model_mapping")),
                            proxyOf(account),
                            new AccountOptions(
                                    null,
                                    Map.of(),
                                    null,
                                    account.time("expires_at").orElse(null),
                                    List.of(),
                                    account.text("notes"))),
                    account.text("status").equals(ACTIVE)
                            && (!account.has("schedulable") || account.flag("schedulable"))));
        } catch (IllegalArgumentException e) {
            found.leave(Kind.ACCOUNT, name, String.valueOf(e.getMessage()));
        }
    }

    /** Never straight where the source goes by a proxy that isn't here. */
    private @Nullable String proxyOf(Row account) {
        if (!account.has("proxy_id")) {
            return null;
        }
        String proxy = proxies.get(account.text("proxy_id"));
        if (proxy == null) {
            throw new IllegalArgumentException("its proxy can't be brought along, and it must not go without one");
        }
        return proxy;
    }

    private static List<String> models(JsonNode mapping) {
        List<String> models = new ArrayList<>();
        mapping.properties().forEach(one -> {
            String real = one.getValue().asText();
            models.add(real.isEmpty() || real.equals(one.getKey()) ? one.getKey() : one.getKey() + "=" + real);
        });
        return models;
    }

    private void user(Row user) {
        String words = user.text("role").equals("admin") ? "was an administrator there; give a role by hand" : "";
        String email = user.has("email") ? user.text("email") : user.text("id") + "@" + terms.domain();
        found.users.add(new FoundUser(
                user.text("id"),
                email,
                user.text("username"),
                Amounts.usd(user.number("balance")),
                new CallLimits(
                        user.whole("concurrency", CONCURRENCY_MAX),
                        user.whole("rpm_limit", CONCURRENCY_MAX),
                        0,
                        Map.of()),
                user.text("status").equals(ACTIVE),
                words));
    }

    private void key(Row key) {
        String name = key.has("name") ? key.text("name") : "key-" + key.text("id");
        String group = groups.get(key.text("group_id"));
        if (group == null) {
            found.leave(Kind.KEY, name, "it has no group");
            return;
        }
        List<String> words = new ArrayList<>();
        Map<Period, Money> spend = new EnumMap<>(Period.class);
        limit(spend, Period.FIVE_HOURS, key.number("rate_limit_5h"));
        limit(spend, Period.DAY, key.number("rate_limit_1d"));
        limit(spend, Period.WEEK, key.number("rate_limit_7d"));
        boolean works = key.text("status").equals(ACTIVE);
        if (key.number("quota").signum() > 0) {
            Money rest = Amounts.usd(key.number("quota").subtract(key.number("quota_used")));
            works &= rest.nanos() > 0;
            limit(spend, Period.MONTH, key.number("quota").subtract(key.number("quota_used")));
            words.add("what was left of its own quota, " + rest + " USD, is its limit a month");
        }
        if (!key.list("ip_blacklist").isEmpty()) {
            found.leave(Kind.KEY, name, "it forbids addresses, which a key can't here; allow some instead");
            return;
        }
        try {
            found.keys.add(new FoundKey(
                    key.text("id"),
                    key.text("user_id"),
                    name,
                    new Found.Text.Plain(new Secret(key.text("key"))),
                    group,
                    new CallLimits(0, 0, 0, spend),
                    new KeyRules(
                            List.of(),
                            key.time("expires_at").orElse(null),
                            AddressList.of(key.list("ip_whitelist")),
                            List.of()),
                    works,
                    String.join("; ", words)));
        } catch (IllegalArgumentException e) {
            found.leave(Kind.KEY, name, String.valueOf(e.getMessage()));
        }
    }

    private static void limit(Map<Period, Money> spend, Period period, BigDecimal dollars) {
        if (dollars.signum() > 0) {
            spend.put(period, Amounts.usd(dollars));
        }
    }
}
