package dev.headgate.accounts;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.IdSource;
import dev.headgate.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Groups and upstream accounts: stored, and kept in memory as a snapshot that the hot path reads. {@link #directory} never
 * blocks; all else does. Thread-safe.
 */
public final class Accounts {
    private final Store store;
    private final Vault vault;
    private final IdSource ids;
    private volatile AccountDirectory directory = AccountDirectory.EMPTY;
    private long seen = -1;
    private volatile Runnable onChange = () -> {};

    public Accounts(Store store, Vault vault, IdSource ids) {
        this.store = store;
        this.vault = vault;
        this.ids = ids;
    }

    /** The snapshot of this instant. */
    public AccountDirectory directory() {
        return directory;
    }

    /** Who wants to know that {@link #directory} is another one. Must not block. */
    public void whenChanged(Runnable listener) {
        onChange = listener;
    }

    public Optional<GroupId> groupNamed(String name) {
        return directory.groups().stream()
                .filter(group -> group.name().equals(name))
                .map(Group::id)
                .findFirst();
    }

    /** Reads everything anew from the store. */
    public synchronized void reload() {
        seen = store.read(JdbcAccountStore::version);
        directory = store.read(handle -> JdbcAccountStore.load(handle, vault));
        onChange.run();
    }

    /** Reads everything anew if anybody, another process for instance, has changed something; else costs one look. */
    public synchronized void reloadIfChanged() {
        if (store.read(JdbcAccountStore::version) != seen) {
            reload();
        }
    }

    private <T> T change(Store.Work<T> work) {
        return store.write(handle -> {
            JdbcAccountStore.bump(handle);
            return work.apply(handle);
        });
    }

    /**
     * Makes the store agree with the file, by name: creates, changes, and disables what was declared and no longer is. Applying
     * the same declaration again changes nothing.
     */
    public synchronized void apply(
            List<DeclaredGroup> groups, List<DeclaredProxy> proxies, List<DeclaredAccount> accounts) {
        change(handle -> {
            AccountDirectory old = JdbcAccountStore.load(handle, vault);
            Map<String, GroupId> groupIds = applyGroups(handle, old, groups);
            Map<String, EgressProxy> ways = applyProxies(handle, old, proxies);
            applyAccounts(handle, old, new Names(groupIds, ways), accounts);
            dropProxies(handle, old, proxies);
            return 0;
        });
        reload();
    }

    /** What accounts name. */
    private record Names(Map<String, GroupId> groups, Map<String, EgressProxy> proxies) {
        Set<GroupId> groupsOf(DeclaredAccount declared) {
            Set<GroupId> found = new HashSet<>();
            for (String name : declared.groups()) {
                GroupId id = groups.get(name);
                if (id == null) {
                    throw new IllegalArgumentException("group: \"" + name + "\" (expected: a known group)");
                }
                found.add(id);
            }
            return found;
        }

        @Nullable
        EgressProxy proxyOf(DeclaredAccount declared) {
            if (declared.proxy() == null) {
                return null;
            }
            EgressProxy found = proxies.get(declared.proxy());
            if (found == null) {
                throw new IllegalArgumentException("proxy: \"" + declared.proxy() + "\" (expected: a known proxy)");
            }
            return found;
        }
    }

    private Map<String, EgressProxy> applyProxies(Handle handle, AccountDirectory old, List<DeclaredProxy> declared) {
        Map<String, EgressProxy> all = new HashMap<>();
        old.proxies().forEach(proxy -> all.put(proxy.name(), proxy));
        for (DeclaredProxy one : declared) {
            EgressProxy before = all.get(one.name());
            EgressProxy now = EgressProxy.parse(before == null ? ids.next() : before.id(), one.name(), one.url(), true);
            if (!now.equals(before)) {
                JdbcAccountStore.save(handle, now, one.url(), vault, before == null);
            }
            all.put(one.name(), now);
        }
        return all;
    }

    /** Proxies that the file no longer declares go, unless an account of the console still uses them. */
    private static void dropProxies(Handle handle, AccountDirectory old, List<DeclaredProxy> declared) {
        Set<String> kept = new HashSet<>();
        declared.forEach(one -> kept.add(one.name()));
        for (EgressProxy proxy : old.proxies()) {
            if (proxy.declared() && !kept.contains(proxy.name())) {
                JdbcAccountStore.deleteUnusedProxy(handle, proxy.id());
            }
        }
    }

    private Map<String, GroupId> applyGroups(Handle handle, AccountDirectory old, List<DeclaredGroup> groups) {
        Map<String, GroupId> groupIds = new HashMap<>();
        Map<String, Group> oldGroups = new HashMap<>();
        old.groups().forEach(group -> oldGroups.put(group.name(), group));
        for (DeclaredGroup declared : groups) {
            Group before = oldGroups.remove(declared.name());
            GroupId id = before == null ? new GroupId(ids.next()) : before.id();
            Group now = new Group(
                    id,
                    declared.name(),
                    declared.multiplierPpm(),
                    declared.billing(),
                    declared.unknownModel(),
                    true,
                    true);
            groupIds.put(declared.name(), id);
            if (!now.equals(before)) {
                JdbcAccountStore.save(handle, now, before == null);
            }
            if (before == null && declared.name().equals("default")) {
                JdbcGroupStore.set(handle, id, true, ""); // a first user needs a group to make a key in
            }
        }
        oldGroups.values().stream()
                .filter(Group::declared)
                .forEach(group -> JdbcAccountStore.disableGroup(handle, group.id()));
        oldGroups.forEach((name, group) -> groupIds.putIfAbsent(name, group.id()));
        return groupIds;
    }

    private void applyAccounts(Handle handle, AccountDirectory old, Names names, List<DeclaredAccount> accounts) {
        Map<String, Account> oldAccounts = new HashMap<>();
        old.accounts().forEach(account -> oldAccounts.put(account.name(), account));
        for (DeclaredAccount declared : accounts) {
            Account before = oldAccounts.remove(declared.name());
            AccountId id = before == null ? new AccountId(ids.next()) : before.id();
            Account now = account(id, declared, names, true, true);
            if (!now.equals(before)) {
                JdbcAccountStore.save(handle, now, vault, before == null);
            }
        }
        oldAccounts.values().stream()
                .filter(Account::declared)
                .forEach(account -> JdbcAccountStore.releaseAccount(handle, account.id()));
    }

    private static Account account(
            AccountId id, DeclaredAccount entered, Names names, boolean enabled, boolean declared) {
        return new Account(
                id,
                entered.name(),
                entered.provider(),
                entered.baseUrl(),
                entered.credential(),
                names.groupsOf(entered),
                entered.concurrency(),
                entered.priority(),
                entered.weight(),
                ModelMap.of(entered.models()),
                entered.options().through(names.proxyOf(entered)),
                enabled,
                declared);
    }

    private static Names names(AccountDirectory directory) {
        Map<String, GroupId> groups = new HashMap<>();
        directory.groups().forEach(group -> groups.put(group.name(), group.id()));
        Map<String, EgressProxy> proxies = new HashMap<>();
        directory.proxies().forEach(proxy -> proxies.put(proxy.name(), proxy));
        return new Names(groups, proxies);
    }

    /**
     * Makes accounts of the console, or changes those of the same name, all or none.
     *
     * @throws IllegalArgumentException when one is the file's, or names what isn't there
     */
    public List<AccountId> save(List<DeclaredAccount> entered) {
        return save(entered, true);
    }

    /**
     * The same.
     *
     * @param works whether new ones take calls at once; else they rest until they are resumed
     */
    public synchronized List<AccountId> save(List<DeclaredAccount> entered, boolean works) {
        List<AccountId> saved = change(handle -> {
            AccountDirectory old = JdbcAccountStore.load(handle, vault);
            Names names = names(old);
            List<AccountId> done = new ArrayList<>();
            for (DeclaredAccount one : entered) {
                Account before = old.named(one.name()).orElse(null);
                if (before != null) {
                    consoles(before);
                }
                AccountId id = before == null ? new AccountId(ids.next()) : before.id();
                JdbcAccountStore.save(
                        handle,
                        account(id, one, names, before == null ? works : before.enabled(), false),
                        vault,
                        before == null);
                done.add(id);
            }
            return done;
        });
        reload();
        return saved;
    }

    /** Lets an account work that rests since the file no longer declares it. */
    synchronized void enable(AccountId id) {
        change(handle -> {
            JdbcAccountStore.enableAccount(handle, id);
            return 0;
        });
        reload();
    }

    /** Removes an account of the console; its usage rows stay. */
    public synchronized void remove(AccountId id) {
        consoles(known(id));
        change(handle -> {
            JdbcAccountStore.deleteAccount(handle, id);
            return 0;
        });
        reload();
    }

    /** Makes a proxy of the console, or changes the one of that name. */
    public synchronized void saveProxy(DeclaredProxy entered) {
        EgressProxy before = names(directory).proxies().get(entered.name());
        if (before != null && before.declared()) {
            throw new IllegalArgumentException(
                    "proxy " + entered.name() + " is the settings file's (expected: another name)");
        }
        EgressProxy now =
                EgressProxy.parse(before == null ? ids.next() : before.id(), entered.name(), entered.url(), false);
        change(handle -> {
            JdbcAccountStore.save(handle, now, entered.url(), vault, before == null);
            return 0;
        });
        reload();
    }

    private Account known(AccountId id) {
        return directory
                .account(id)
                .orElseThrow(
                        () -> new IllegalArgumentException("account: " + id.value() + " (expected: a known account)"));
    }

    private static void consoles(Account account) {
        if (account.declared()) {
            throw new IllegalArgumentException("account " + account.name()
                    + " is the settings file's (expected: one that the file doesn't declare)");
        }
    }
}
