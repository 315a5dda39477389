package dev.headgate.accounts;

import dev.headgate.base.Check;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.GroupId;
import dev.headgate.base.IdSource;
import dev.headgate.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Groups and ways out as operators list and change them. Each change reaches the data plane's memory before it returns. What the
 * settings file declares can't be changed here. Blocking; thread-safe.
 */
public final class Groups {
    private static final int NAME_MAX = 170;
    private static final int NOTE_MAX = 2_000;

    private final Store store;
    private final Accounts accounts;
    private final IdSource ids;
    private final InstantSource clock;

    public Groups(Store store, Accounts accounts, IdSource ids, InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What of a group can be set; a part that is null stays as it is, or is the usual one in a new group.
     *
     * @param multiplierPpm charge per list cost in parts per million
     * @param opened whether users may make keys in it by themselves
     */
    public record Change(
            @Nullable String name,
            @Nullable Long multiplierPpm,
            Group.@Nullable Billing billing,
            Group.@Nullable UnknownModel unknownModel,
            @Nullable Boolean enabled,
            @Nullable Boolean opened,
            @Nullable String note) {
        public Change {
            if (name != null) {
                Check.notBlank("name", name);
                Check.that(name.length() <= NAME_MAX, "name", name.length() + " characters", "at most " + NAME_MAX);
            }
            Check.that(note == null || note.length() <= NOTE_MAX, "note", "too long", "at most 2,000 characters");
        }

        /** Of a declared group these are the console's all the same. */
        private boolean onlyTheConsoles() {
            return name == null && multiplierPpm == null && billing == null && unknownModel == null && enabled == null;
        }
    }

    /** What changed: before and after. */
    public record Changed(GroupRow before, GroupRow after) {}

    /** All groups by name. */
    public List<GroupRow> list() {
        AccountDirectory directory = accounts.directory();
        return store.read(JdbcGroupStore::extras).stream()
                .flatMap(extra -> directory.group(extra.id()).stream()
                        .map(group ->
                                new GroupRow(group, extra.opened(), extra.note(), extra.accounts(), extra.keys())))
                .toList();
    }

    public Optional<GroupRow> find(GroupId id) {
        return list().stream().filter(row -> row.group().id().equals(id)).findFirst();
    }

    /** Makes a group; {@code change} names it. */
    public GroupRow create(Change change) {
        GroupId id = new GroupId(ids.next());
        String name = change.name() == null ? "" : change.name();
        Group fresh = new Group(id, name, 1_000_000, Group.Billing.NONE, new Group.UnknownModel.Refuse(), true, false);
        save(with(fresh, change), change, true, false, "");
        return find(id).orElseThrow();
    }

    /** Changes a group; empty when there is none. */
    public Optional<Changed> change(GroupId id, Change change) {
        Optional<GroupRow> before = find(id);
        before.ifPresent(row -> {
            if (row.group().declared() && !change.onlyTheConsoles()) {
                throw GatewayException.declared("group " + row.group().name());
            }
            save(with(row.group(), change), change, false, row.opened(), row.note());
        });
        return before.map(row -> new Changed(row, find(id).orElseThrow()));
    }

    private static Group with(Group group, Change change) {
        return new Group(
                group.id(),
                change.name() == null ? group.name() : change.name(),
                change.multiplierPpm() == null ? group.multiplierPpm() : change.multiplierPpm(),
                change.billing() == null ? group.billing() : change.billing(),
                change.unknownModel() == null ? group.unknownModel() : change.unknownModel(),
                change.enabled() == null ? group.enabled() : change.enabled(),
                group.declared());
    }

    private void save(Group group, Change change, boolean create, boolean opened, String note) {
        boolean taken = accounts.directory().groups().stream()
                .anyMatch(other ->
                        other.name().equals(group.name()) && !other.id().equals(group.id()));
        if (taken) {
            throw new GatewayException(ErrorCode.CONFLICT, "name: \"" + group.name() + "\" (expected: one not in use)");
        }
        store.write(handle -> {
            JdbcAccountStore.bump(handle);
            JdbcAccountStore.save(handle, group, create);
            JdbcGroupStore.set(
                    handle,
                    group.id(),
                    change.opened() == null ? opened : change.opened(),
                    change.note() == null ? note : change.note());
            return 0;
        });
        accounts.reload();
    }

    /**
     * Removes a group without keys; the books keep what was used in it. Empty when there is none.
     *
     * @throws GatewayException {@code conflict} while keys belong to it
     */
    public Optional<GroupRow> delete(GroupId id) {
        Optional<GroupRow> before = find(id);
        before.ifPresent(row -> {
            if (row.group().declared()) {
                throw GatewayException.declared("group " + row.group().name());
            }
            if (row.keys() > 0) {
                throw new GatewayException(
                        ErrorCode.CONFLICT,
                        "The group has " + row.keys() + " keys (expected: none; move or delete them first).");
            }
            store.write(handle -> {
                JdbcAccountStore.bump(handle);
                JdbcGroupStore.delete(handle, id, clock.millis());
                return 0;
            });
            accounts.reload();
        });
        return before;
    }

    /** Removes a way out that no account uses; empty when there is none. */
    public Optional<EgressProxy> deleteProxy(long id) {
        Optional<EgressProxy> before = accounts.directory().proxies().stream()
                .filter(proxy -> proxy.id() == id)
                .findFirst();
        before.ifPresent(proxy -> {
            if (proxy.declared()) {
                throw GatewayException.declared("proxy " + proxy.name());
            }
            List<String> users = accounts.directory().accounts().stream()
                    .filter(account -> proxy.equals(account.options().proxy()))
                    .map(Account::name)
                    .toList();
            if (!users.isEmpty()) {
                throw new GatewayException(
                        ErrorCode.CONFLICT,
                        "The proxy is used by " + String.join(", ", users) + " (expected: nobody).");
            }
            store.write(handle -> {
                JdbcAccountStore.bump(handle);
                JdbcGroupStore.deleteProxy(handle, id);
                return 0;
            });
            accounts.reload();
        });
        return before;
    }
}
