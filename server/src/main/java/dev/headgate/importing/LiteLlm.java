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
import dev.headgate.identity.KeyHash;
import dev.headgate.identity.KeyRules;
import dev.headgate.importing.Found.FoundAccount;
import dev.headgate.importing.Found.FoundGroup;
import dev.headgate.importing.Found.FoundKey;
import dev.headgate.importing.Found.FoundUser;
import dev.headgate.importing.Report.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * LiteLLM: tables {@code LiteLLM_UserTable}, {@code LiteLLM_VerificationToken}, {@code LiteLLM_TeamTable}, {@code
 * LiteLLM_ProxyModelTable}, and {@code model_list} of its settings file. A key is kept as the SHA-256 of its text in hex, as here, so
 * it goes on working. Teams become groups. It has no balances: budgets become limits. Credentials in its database are encrypted under
 * its own salt key and stay there; those of a settings file are brought along.
 */
final class LiteLlm {
    private static final String USUAL = "default";
    private static final String DASHBOARD = "litellm-dashboard";
    private static final int LIMIT_MAX = 1_000_000;
    private static final int CONCURRENCY = 1_000;

    private static final Map<String, Period> DURATIONS = Map.of(
            "24h", Period.DAY,
            "1d", Period.DAY,
            "7d", Period.WEEK,
            "30d", Period.MONTH,
            "1mo", Period.MONTH);

    private static final Map<String, Channels.Upstream> PROVIDERS = Map.of(
            "anthropic", new Channels.Upstream(Provider.ANTHROPIC, "https://api.anthropic.com"),
            "openai", new Channels.Upstream(Provider.OPENAI, "https://api.openai.com"),
            "gemini", new Channels.Upstream(Provider.GEMINI, "https://generativelanguage.googleapis.com"),
            "deepseek", new Channels.Upstream(Provider.OPENAI_COMPATIBLE, "https://api.deepseek.com"),
            "mistral", new Channels.Upstream(Provider.OPENAI_COMPATIBLE, "https://api.mistral.ai"),
            "groq", new Channels.Upstream(Provider.OPENAI_COMPATIBLE, "https://api.groq.com/openai"),
            "openrouter", new Channels.Upstream(Provider.OPENAI_COMPATIBLE, "https://openrouter.ai/api"),
            "xai", new Channels.Upstream(Provider.OPENAI_COMPATIBLE, "https://api.x.ai"));

    private final Rows rows;
    private final Rival.Terms terms;
    private final Found found = new Found();
    private final Map<String, String> teams = new HashMap<>();

    LiteLlm(Rows rows, Rival.Terms terms) {
        this.rows = rows;
        this.terms = terms;
    }

    Found read() {
        found.groups.add(new FoundGroup(USUAL, 1_000_000, Group.Billing.NONE, true, true));
        rows.of("LiteLLM_TeamTable").forEach(this::team);
        accounts();
        rows.of("LiteLLM_UserTable").forEach(this::user);
        rows.of("LiteLLM_VerificationToken").forEach(this::key);
        return found;
    }

    private void team(Row team) {
        String name = team.has("team_alias") ? team.text("team_alias") : team.text("team_id");
        teams.put(team.text("team_id"), name);
        found.groups.add(new FoundGroup(name, 1_000_000, Group.Billing.NONE, false, !team.flag("blocked")));
        if (team.has("max_budget")) {
            found.note(
                    Kind.GROUP,
                    name,
                    "its budget of " + team.text("max_budget") + " USD isn't brought along; make one");
        }
    }

    /** What accounts have in common: one for each upstream and key. */
    private record Upstream(String vendor, String base, String key) {}

    private void accounts() {
        Map<Upstream, List<String>> models = new LinkedHashMap<>();
        for (Row row : rows.of("LiteLLM_ProxyModelTable")) {
            model(row, models);
        }
        for (Row row : rows.of("model_list")) {
            model(row, models);
        }
        Map<String, Integer> numbers = new HashMap<>();
        models.forEach((upstream, entries) -> {
            int number = numbers.merge(upstream.vendor(), 1, Integer::sum);
            String name = upstream.vendor() + (number == 1 ? "" : "-" + number);
            Channels.Upstream known = PROVIDERS.get(upstream.vendor());
            boolean own = known != null && !known.base().equals(upstream.base()) && known.provider() == Provider.OPENAI;
            try {
                found.accounts.add(new FoundAccount(
                        new DeclaredAccount(
                                name,
                                known == null || own ? Provider.OPENAI_COMPATIBLE : known.provider(),
                                BaseUrl.parse(upstream.base()),
                                new Credential.ApiKey(new Secret(upstream.key())),
                                found.groups.stream()
                                        .map(FoundGroup::name)
                                        .distinct()
                                        .toList(),
                                CONCURRENCY,
                                50,
                                1,
                                entries,
                                null,
                                AccountOptions.NONE),
                        true));
            } catch (IllegalArgumentException e) {
                found.leave(Kind.ACCOUNT, name, String.valueOf(e.getMessage()));
            }
        });
    }

    private void model(Row row, Map<Upstream, List<String>> models) {
        String name = row.text("model_name");
        JsonNode params = row.json("litellm_params");
        String model = params.path("model").asText();
        int slash = model.indexOf('/');
        String vendor = slash < 0 ? "openai" : model.substring(0, slash);
        Channels.Upstream known = PROVIDERS.get(vendor);
        String told = params.path("api_base").asText();
        String base = told.isEmpty() && known != null ? known.base() : told;
        if (base.isEmpty() || model.isEmpty() || looksSealed(model)) {
            found.leave(
                    Kind.ACCOUNT,
                    name,
                    looksSealed(model)
                            ? "its settings are encrypted under LITELLM_SALT_KEY"
                            : "models of " + vendor + " can't be reached with an API key");
            return;
        }
        String key = key(params.path("api_key").asText());
        if (key == null) {
            found.leave(Kind.ACCOUNT, name, "its key is in the environment of LiteLLM, not in this one");
            return;
        }
        String real = slash < 0 ? model : model.substring(slash + 1);
        Upstream upstream = new Upstream(vendor, base, key);
        models.computeIfAbsent(upstream, one -> new ArrayList<>()).add(name.equals(real) ? name : name + "=" + real);
    }

    /** Every text among the parameters in the database is encrypted, so the model's shows whether they are. */
    private static boolean looksSealed(String model) {
        return model.length() >= 60 && model.matches("[A-Za-z0-9_=+-]+");
    }

    private @Nullable String key(String told) {
        if (told.startsWith("os.environ/")) {
            return terms.environment().apply(told.substring("os.environ/".length()));
        }
        return told.isEmpty() ? null : told;
    }

    private void user(Row user) {
        String id = user.text("user_id");
        List<String> words = new ArrayList<>();
        CallLimits limits = limits(user, words);
        if (user.text("user_role").startsWith("proxy_admin")) {
            words.add("was an administrator there; give a role by hand");
        }
        String email = user.has("user_email")
                ? user.text("user_email")
                : id.replaceAll("[@\\s\\p{Cntrl}]", "-") + "@" + terms.domain();
        found.users.add(
                new FoundUser(id, email, user.text("user_alias"), Money.ZERO, limits, true, String.join("; ", words)));
    }

    private CallLimits limits(Row row, List<String> words) {
        Map<Period, Money> spend = Map.of();
        if (row.has("max_budget")) {
            Period period = DURATIONS.get(row.text("budget_duration"));
            Money budget = Amounts.usd(
                    period == null ? row.number("max_budget").subtract(row.number("spend")) : row.number("max_budget"));
            Money limit = budget.isNegative() ? Money.ZERO : budget;
            spend = Map.of(period == null ? Period.MONTH : period, limit);
            if (period == null) {
                words.add("what was left of its budget, " + limit + " USD, is its limit a month");
            }
        }
        return new CallLimits(
                row.whole("max_parallel_requests", LIMIT_MAX),
                Math.max(0, row.whole("rpm_limit")),
                Math.max(0, row.whole("tpm_limit")),
                spend);
    }

    private void key(Row key) {
        if (key.text("team_id").equals(DASHBOARD)) {
            return; // sessions of its own console
        }
        String token = key.text("token");
        String name = key.has("key_alias")
                ? key.text("key_alias")
                : key.has("key_name") ? key.text("key_name") : "key-" + token.substring(0, Math.min(8, token.length()));
        if (!key.has("user_id")) {
            found.leave(Kind.KEY, name, "it belongs to no user");
            return;
        }
        boolean hashed = token.matches("[0-9a-f]{64}");
        if (!hashed && !token.startsWith("sk-")) {
            found.leave(Kind.KEY, name, "its text isn't in the source");
            return;
        }
        List<String> words = new ArrayList<>();
        CallLimits limits = limits(key, words);
        List<String> models = key.list("models").stream()
                .filter(model -> !model.startsWith("all-"))
                .toList();
        String team = key.text("team_id");
        found.keys.add(new FoundKey(
                (hashed ? token : KeyHash.of(token).hex()).substring(0, 16),
                key.text("user_id"),
                name,
                hashed ? new Found.Text.Hashed(new KeyHash(token)) : new Found.Text.Plain(new Secret(token)),
                teams.getOrDefault(team, USUAL),
                limits,
                new KeyRules(models, key.time("expires").orElse(null), AddressList.ANY, List.of()),
                !key.flag("blocked"),
                String.join("; ", words)));
    }
}
