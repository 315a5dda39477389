package dev.headgate.accounts;

import dev.headgate.base.AccountId;
import dev.headgate.base.GroupId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All groups and accounts at one instant: what the hot path reads instead of the database. Immutable; swapped whole. */
public final class AccountDirectory {
    public static final AccountDirectory EMPTY = new AccountDirectory(List.of(), List.of(), List.of());

    private final Map<GroupId, Group> groups = new HashMap<>();
    private final Map<AccountId, Account> accounts = new HashMap<>();
    private final Map<GroupId, List<Account>> pools = new HashMap<>();
    private final List<EgressProxy> proxies;

    public AccountDirectory(List<Group> groups, List<Account> accounts, List<EgressProxy> proxies) {
        this.proxies = List.copyOf(proxies);
        for (Group group : groups) {
            this.groups.put(group.id(), group);
        }
        Map<GroupId, List<Account>> building = new HashMap<>();
        for (Account account : accounts) {
            this.accounts.put(account.id(), account);
            for (GroupId group : account.groups()) {
                building.computeIfAbsent(group, id -> new ArrayList<>()).add(account);
            }
        }
        building.forEach((group, pool) -> pools.put(group, List.copyOf(pool)));
    }

    public Optional<Group> group(GroupId id) {
        return Optional.ofNullable(groups.get(id));
    }

    public Optional<Account> account(AccountId id) {
        return Optional.ofNullable(accounts.get(id));
    }

    /** Accounts of a group, enabled or not, in order of creation. */
    public List<Account> pool(GroupId group) {
        return pools.getOrDefault(group, List.of());
    }

    /** The account of that name. */
    public Optional<Account> named(String name) {
        return accounts.values().stream()
                .filter(account -> account.name().equals(name))
                .findFirst();
    }

    public List<EgressProxy> proxies() {
        return proxies;
    }

    public List<Group> groups() {
        return List.copyOf(groups.values());
    }

    public List<Account> accounts() {
        return List.copyOf(accounts.values());
    }
}
