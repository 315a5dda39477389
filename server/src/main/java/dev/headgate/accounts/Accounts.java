package dev.headgate.accounts;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import dev.headgate.base.IdSource;
import dev.headgate.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Groups and upstream accounts: stored, and kept in memory as a snapshot that the hot path reads. {@link #directory} never
 * blocks; all else does. Thread-safe.
 */
public final class Accounts {
    private final Store store;
    private final Vault vault;
    private final IdSource ids;
    private volatile AccountDirectory directory = AccountDirectory.EMPTY;

    public Accounts(Store store, Vault vault, IdSource ids) {
        this.store = store;
        this.vault = vault;
        this.ids = ids;
    }

    /** The snapshot of this instant. */
    public AccountDirectory directory() {
        return directory;
    }

    public Optional<GroupId> groupNamed(String name) {
        return directory.groups().stream()
                .filter(group -> group.name().equals(name))
                .map(Group::id)
                .findFirst();
    }

    /** Reads everything anew from the store. */
    public synchronized void reload() {
        directory = store.read(handle -> JdbcAccountStore.load(handle, vault));
    }

    /**
     * Makes the store agree with the file, by name: creates, changes, and disables what was declared and no longer is. Applying
     * the same declaration again changes nothing.
     */
    public synchronized void apply(List<DeclaredGroup> groups, List<DeclaredAccount> accounts) {
        store.write(handle -> {
            applyInTransaction(handle, groups, accounts);
            return 0;
        });
        reload();
    }

    private void applyInTransaction(Handle handle, List<DeclaredGroup> groups, List<DeclaredAccount> accounts) {
        AccountDirectory old = JdbcAccountStore.load(handle, vault);
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
        }
        oldGroups.values().stream()
                .filter(group -> group.declared() && group.enabled())
                .forEach(group -> JdbcAccountStore.disableGroup(handle, group.id()));
        oldGroups.forEach((name, group) -> groupIds.putIfAbsent(name, group.id()));
        applyAccounts(handle, old, groupIds, accounts);
    }

    private void applyAccounts(
            Handle handle, AccountDirectory old, Map<String, GroupId> groupIds, List<DeclaredAccount> accounts) {
        Map<String, Account> oldAccounts = new HashMap<>();
        old.accounts().forEach(account -> oldAccounts.put(account.name(), account));
        for (DeclaredAccount declared : accounts) {
            Account before = oldAccounts.remove(declared.name());
            AccountId id = before == null ? new AccountId(ids.next()) : before.id();
            Account now = new Account(
                    id,
                    declared.name(),
                    declared.provider(),
                    declared.baseUrl(),
                    declared.credential(),
                    declared.groups().stream()
                            .map(name -> groupId(groupIds, name))
                            .collect(java.util.stream.Collectors.toSet()),
                    declared.concurrency(),
                    declared.priority(),
                    declared.weight(),
                    ModelMap.of(declared.models()),
                    declared.options(),
                    true,
                    true);
            if (!now.equals(before)) {
                JdbcAccountStore.save(handle, now, String.join("\n", declared.models()), vault, before == null);
            }
        }
        oldAccounts.values().stream()
                .filter(account -> account.declared() && account.enabled())
                .forEach(account -> JdbcAccountStore.disableAccount(handle, account.id()));
    }

    private static GroupId groupId(Map<String, GroupId> ids, String name) {
        GroupId id = ids.get(name);
        if (id == null) {
            throw new IllegalArgumentException("group: \"" + name + "\" (expected: a declared group)");
        }
        return id;
    }
}
