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
            "select id, name, multiplier_ppm, billing, unknown_model, enabled, declared from groups where deleted_at = 0 order by id";

    private static final String ACCOUNTS = """
            select id, name, provider, base_url, credential, concurrency, priority, weight, models, enabled, declared,
                proxy_id, options, headers_sealed
            from accounts order by id""";

    private static final String PROXIES = "select id, name, url_sealed, declared from proxies order by id";

    private static final String INSERT_PROXY =
            "insert into proxies (id, name, url_sealed, declared) values (:id, :name, :url, :declared)";

    private static final String UPDATE_PROXY =
            "update proxies set name = :name, url_sealed = :url, declared = :declared where id = :id";

    private static final String DELETE_UNUSED_PROXY =
            "delete from proxies where id = :id and not exists (select 1 from accounts where proxy_id = :id)";

    private static final String DELETE_ACCOUNT = "delete from accounts where id = :id";

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
                enabled, declared, proxy_id, options, headers_sealed)
            values (:id, :name, :provider, :url, :credential, :concurrency, :priority, :weight, :models, :enabled,
                :declared, :proxy, :options, :headers)""";

    private static final String UPDATE_ACCOUNT = """
            update accounts set name = :name, provider = :provider, base_url = :url, credential = :credential,
                concurrency = :concurrency, priority = :priority, weight = :weight, models = :models,
                enabled = :enabled, declared = :declared, proxy_id = :proxy, options = :options,
                headers_sealed = :headers
            where id = :id""";

    private static final String LEAVE_GROUPS = "delete from account_groups where account_id = :id";

    private static final String JOIN_GROUP =
            "insert into account_groups (account_id, group_id) values (:account, :group)";

    private static final String DISABLE_GROUP = "update groups set enabled = :no, declared = :no where id = :id";

    private static final String RELEASE_ACCOUNT = "update accounts set enabled = :no, declared = :no where id = :id";

    private static final String ENABLE_ACCOUNT = "update accounts set enabled = :yes where id = :id and declared = :no";

    /** By its only key, every other second. */
    private static final String VERSION = "select version from directory_version where id = 1";

    private static final String BUMP = "update directory_version set version = version + 1 where id = 1";

    private JdbcAccountStore() {}

    static AccountDirectory load(Handle handle, Vault vault) {
        Map<Long, Set<GroupId>> groupsOf = new HashMap<>();
        handle.createQuery(MEMBERSHIPS)
                .map((row, ctx) -> Map.entry(row.getLong("account_id"), new GroupId(row.getLong("group_id"))))
                .forEach(entry -> groupsOf.computeIfAbsent(entry.getKey(), made -> new HashSet<>())
                        .add(entry.getValue()));
        List<Group> groups =
                handle.createQuery(GROUPS).map((row, ctx) -> group(row)).list();
        List<EgressProxy> proxies =
                handle.createQuery(PROXIES).map((row, ctx) -> proxy(row, vault)).list();
        Map<Long, EgressProxy> proxyOf = new HashMap<>();
        proxies.forEach(proxy -> proxyOf.put(proxy.id(), proxy));
        List<Account> accounts = handle.createQuery(ACCOUNTS)
                .map((row, ctx) -> account(row, groupsOf, proxyOf, vault))
                .list();
        return new AccountDirectory(groups, accounts, proxies);
    }

    private static EgressProxy proxy(ResultSet row, Vault vault) throws SQLException {
        long id = row.getLong("id");
        return EgressProxy.parse(
                id,
                row.getString("name"),
                vault.open(row.getString("url_sealed"), "proxy/" + id + "/url"),
                row.getBoolean("declared"));
    }

    private static AccountOptions options(ResultSet row, Map<Long, EgressProxy> proxyOf, Vault vault)
            throws SQLException {
        String sealed = row.getString("headers_sealed");
        long proxy = row.getLong("proxy_id");
        return OptionsText.read(
                row.getString("options"),
                row.wasNull() ? null : proxyOf.get(proxy),
                sealed.isEmpty()
                        ? Map.of()
                        : OptionsText.readHeaders(vault.open(sealed, "account/" + row.getLong("id") + "/headers")
                                .reveal()));
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

    private static Account account(
            ResultSet row, Map<Long, Set<GroupId>> groupsOf, Map<Long, EgressProxy> proxyOf, Vault vault)
            throws SQLException {
        long id = row.getLong("id");
        String models = row.getString("models");
        return new Account(
                new AccountId(id),
                row.getString("name"),
                Provider.of(row.getString("provider")),
                BaseUrl.parse(row.getString("base_url")),
                CredentialText.read(vault.open(row.getString("credential"), belongsTo(id))),
                groupsOf.getOrDefault(id, Set.of()),
                row.getInt("concurrency"),
                row.getInt("priority"),
                row.getInt("weight"),
                ModelMap.of(models.isEmpty() ? List.of() : List.of(models.split("\n"))),
                options(row, proxyOf, vault),
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

    static void save(Handle handle, Account account, Vault vault, boolean create) {
        long id = account.id().value();
        AccountOptions options = account.options();
        EgressProxy proxy = options.proxy();
        handle.createUpdate(create ? INSERT_ACCOUNT : UPDATE_ACCOUNT)
                .bind("id", id)
                .bind("name", account.name())
                .bind("provider", account.provider().id())
                .bind("url", account.baseUrl().toString())
                .bind("credential", vault.seal(CredentialText.write(account.credential()), belongsTo(id)))
                .bind("concurrency", account.concurrency())
                .bind("priority", account.priority())
                .bind("weight", account.weight())
                .bind("models", String.join("\n", account.models().entries()))
                .bind("enabled", account.enabled())
                .bind("declared", account.declared())
                .bind("proxy", proxy == null ? null : (Long) proxy.id())
                .bind("options", OptionsText.write(options).toString())
                .bind(
                        "headers",
                        options.headers().isEmpty()
                                ? ""
                                : vault.seal(OptionsText.writeHeaders(options.headers()), "account/" + id + "/headers"))
                .execute();
        handle.createUpdate(LEAVE_GROUPS).bind("id", id).execute();
        for (GroupId group : account.groups()) {
            handle.createUpdate(JOIN_GROUP)
                    .bind("account", id)
                    .bind("group", group.value())
                    .execute();
        }
    }

    static void save(Handle handle, EgressProxy proxy, Secret url, Vault vault, boolean create) {
        handle.createUpdate(create ? INSERT_PROXY : UPDATE_PROXY)
                .bind("id", proxy.id())
                .bind("name", proxy.name())
                .bind("url", vault.seal(url, "proxy/" + proxy.id() + "/url"))
                .bind("declared", proxy.declared())
                .execute();
    }

    static void deleteUnusedProxy(Handle handle, long id) {
        handle.createUpdate(DELETE_UNUSED_PROXY).bind("id", id).execute();
    }

    /** What the account did stays in the usage rows. */
    static void deleteAccount(Handle handle, AccountId id) {
        handle.createUpdate(LEAVE_GROUPS).bind("id", id.value()).execute();
        JdbcAccountMarks.forget(handle, id);
        handle.createUpdate(DELETE_ACCOUNT).bind("id", id.value()).execute();
    }

    /** How often the directory was changed. */
    static long version(Handle handle) {
        return handle.createQuery(VERSION).mapTo(long.class).one();
    }

    /** Says that the directory is being changed. */
    static void bump(Handle handle) {
        handle.createUpdate(BUMP).execute();
    }

    static void disableGroup(Handle handle, GroupId id) {
        handle.createUpdate(DISABLE_GROUP)
                .bind("no", false)
                .bind("id", id.value())
                .execute();
    }

    /** The file no longer declares it: it rests, and is the console's from now on. */
    static void releaseAccount(Handle handle, AccountId id) {
        handle.createUpdate(RELEASE_ACCOUNT)
                .bind("no", false)
                .bind("id", id.value())
                .execute();
    }

    static void enableAccount(Handle handle, AccountId id) {
        handle.createUpdate(ENABLE_ACCOUNT)
                .bind("yes", true)
                .bind("no", false)
                .bind("id", id.value())
                .execute();
    }
}
