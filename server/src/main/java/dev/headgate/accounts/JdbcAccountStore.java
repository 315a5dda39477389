package dev.headgate.accounts;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The SQL of groups and accounts. All tables are small and read whole. */
final class JdbcAccountStore {
    private static final String GROUPS =
            "select id, name, multiplier_ppm, billing, unknown_model, enabled, declared from groups order by id";

    private static final String ACCOUNTS = """
            select id, name, provider, base_url, credential, concurrency, priority, weight, models, enabled, declared
            from accounts order by id""";

    private static final String MEMBERSHIPS = "select account_id, group_id from account_groups";

    private static final String INSERT_GROUP = """
            insert into groups (id, name, multiplier_ppm, billing, unknown_model, enabled, declared)
            values (:id, :name, :multiplier, :billing, :unknown, :enabled, :declared)""";

    private static final String UPDATE_GROUP = """
            update groups set name = :name, multiplier_ppm = :multiplier, billing = :billing,
                unknown_model = :unknown, enabled = :enabled, declared = :declared
            where id = :id""";

    private static final String INSERT_ACCOUNT = """
            insert into accounts (id, name, provider, base_url, credential, concurrency, priority, weight, models,
                enabled, declared)
            values (:id, :name, :provider, :url, :credential, :concurrency, :priority, :weight, :models, :enabled,
                :declared)""";

    private static final String UPDATE_ACCOUNT = """
            update accounts set name = :name, provider = :provider, base_url = :url, credential = :credential,
                concurrency = :concurrency, priority = :priority, weight = :weight, models = :models,
                enabled = :enabled, declared = :declared
            where id = :id""";

    private static final String LEAVE_GROUPS = "delete from account_groups where account_id = :id";

    private static final String JOIN_GROUP =
            "insert into account_groups (account_id, group_id) values (:account, :group)";

    private static final String DISABLE_GROUP = "update groups set enabled = :no where id = :id";

    private static final String DISABLE_ACCOUNT = "update accounts set enabled = :no where id = :id";

    private JdbcAccountStore() {}

    static AccountDirectory load(Handle handle, Vault vault) {
        Map<Long, Set<GroupId>> groupsOf = new HashMap<>();
        handle.createQuery(MEMBERSHIPS)
                .map((row, ctx) -> Map.entry(row.getLong("account_id"), new GroupId(row.getLong("group_id"))))
                .forEach(entry -> groupsOf.computeIfAbsent(entry.getKey(), made -> new HashSet<>())
                        .add(entry.getValue()));
        List<Group> groups =
                handle.createQuery(GROUPS).map((row, ctx) -> group(row)).list();
        List<Account> accounts = handle.createQuery(ACCOUNTS)
                .map((row, ctx) -> account(row, groupsOf, vault))
                .list();
        return new AccountDirectory(groups, accounts);
    }

    private static Group group(ResultSet row) throws SQLException {
        return new Group(
                new GroupId(row.getLong("id")),
                row.getString("name"),
                row.getLong("multiplier_ppm"),
                Group.Billing.of(row.getString("billing")),
                Group.UnknownModel.parse(row.getString("unknown_model")),
                row.getBoolean("enabled"),
                row.getBoolean("declared"));
    }

    private static Account account(ResultSet row, Map<Long, Set<GroupId>> groupsOf, Vault vault) throws SQLException {
        long id = row.getLong("id");
        String models = row.getString("models");
        return new Account(
                new AccountId(id),
                row.getString("name"),
                Provider.of(row.getString("provider")),
                BaseUrl.parse(row.getString("base_url")),
                new Credential.ApiKey(vault.open(row.getString("credential"), belongsTo(id))),
                groupsOf.getOrDefault(id, Set.of()),
                row.getInt("concurrency"),
                row.getInt("priority"),
                row.getInt("weight"),
                ModelMap.of(models.isEmpty() ? List.of() : List.of(models.split("\n"))),
                AccountOptions.NONE,
                row.getBoolean("enabled"),
                row.getBoolean("declared"));
    }

    private static String belongsTo(long account) {
        return "account/" + account + "/credential";
    }

    static void save(Handle handle, Group group, boolean create) {
        handle.createUpdate(create ? INSERT_GROUP : UPDATE_GROUP)
                .bind("id", group.id().value())
                .bind("name", group.name())
                .bind("multiplier", group.multiplierPpm())
                .bind("billing", group.billing().id())
                .bind("unknown", group.unknownModel().text())
                .bind("enabled", group.enabled())
                .bind("declared", group.declared())
                .execute();
    }

    static void save(Handle handle, Account account, String models, Vault vault, boolean create) {
        long id = account.id().value();
        Secret key = account.credential() instanceof Credential.ApiKey given ? given.key() : new Secret("");
        handle.createUpdate(create ? INSERT_ACCOUNT : UPDATE_ACCOUNT)
                .bind("id", id)
                .bind("name", account.name())
                .bind("provider", account.provider().id())
                .bind("url", account.baseUrl().toString())
                .bind("credential", vault.seal(key, belongsTo(id)))
                .bind("concurrency", account.concurrency())
                .bind("priority", account.priority())
                .bind("weight", account.weight())
                .bind("models", models)
                .bind("enabled", account.enabled())
                .bind("declared", account.declared())
                .execute();
        handle.createUpdate(LEAVE_GROUPS).bind("id", id).execute();
        for (GroupId group : account.groups()) {
            handle.createUpdate(JOIN_GROUP)
                    .bind("account", id)
                    .bind("group", group.value())
                    .execute();
        }
    }

    static void disableGroup(Handle handle, GroupId id) {
        handle.createUpdate(DISABLE_GROUP)
                .bind("no", false)
                .bind("id", id.value())
                .execute();
    }

    static void disableAccount(Handle handle, AccountId id) {
        handle.createUpdate(DISABLE_ACCOUNT)
                .bind("no", false)
                .bind("id", id.value())
                .execute();
    }
}
