package dev.headgate.identity;

import dev.headgate.base.Check;
import dev.headgate.base.GroupId;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which groups single users may make keys in, beside those open to all and those of their subscriptions. Each right has its giver, an
 * operator or a site to sign in by; what one giver gives is replaced as a whole and leaves what others give alone. A key that was made
 * by a right works only while its user has one for its group, whoever gives it. Each change reaches the data plane's memory before it
 * returns. Blocking; thread-safe.
 */
public final class GroupRights {
    /** The giver of what operators give by hand. */
    public static final String BY_HAND = "";

    private final Store store;
    private final Identity identity;

    public GroupRights(Store store, Identity identity) {
        this.store = store;
        this.identity = identity;
    }

    /**
     * A right.
     *
     * @param giver {@link #BY_HAND}, or the id of a site to sign in by
     */
    public record Given(GroupId group, String giver) {}

    /** What one giver gave a user, before and after. */
    public record Replaced(Set<GroupId> before, Set<GroupId> after) {
        public Replaced {
            before = Set.copyOf(before);
            after = Set.copyOf(after);
        }

        public boolean changed() {
            return !before.equals(after);
        }
    }

    /** All of a user's, by group and giver. */
    public List<Given> of(UserId user) {
        return store.read(handle -> JdbcRightStore.of(handle, user));
    }

    /** The groups that a user has a right for, whoever gives it. */
    public Set<GroupId> groups(UserId user) {
        return of(user).stream().map(Given::group).collect(Collectors.toUnmodifiableSet());
    }

    /** Lets {@code giver} give a user these groups and no others. Groups that aren't there (any more) are left out. */
    public Replaced replace(UserId user, String giver, Set<GroupId> groups) {
        Check.that(giver.length() <= 40, "giver", "\"" + giver + "\"", "at most 40 characters");
        Replaced replaced = store.write(handle -> {
            Set<GroupId> before = given(handle, user, giver);
            if (!before.equals(groups)) {
                JdbcRightStore.take(handle, user, giver);
                JdbcRightStore.give(handle, user, giver, groups);
            }
            return new Replaced(before, given(handle, user, giver));
        });
        if (replaced.changed()) {
            identity.refresh(user);
        }
        return replaced;
    }

    private static Set<GroupId> given(org.jdbi.v3.core.Handle handle, UserId user, String giver) {
        return JdbcRightStore.of(handle, user).stream()
                .filter(one -> one.giver().equals(giver))
                .map(Given::group)
                .collect(Collectors.toSet());
    }

    /** Takes from everybody what {@code giver} gave them beside these groups: nobody keeps what it can't give any more. */
    public void narrow(String giver, Set<GroupId> groups) {
        Set<Long> gone = new TreeSet<>();
        store.write(handle -> {
            for (GroupId given : JdbcRightStore.groupsOf(handle, giver)) {
                if (!groups.contains(given)) {
                    JdbcRightStore.takeFromAll(handle, giver, given);
                    gone.add(given.value());
                }
            }
            return 0;
        });
        if (!gone.isEmpty()) {
            identity.reload();
        }
    }
}
