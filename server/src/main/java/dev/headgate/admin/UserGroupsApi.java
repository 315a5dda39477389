package dev.headgate.admin;

import dev.headgate.base.GroupId;
import dev.headgate.base.UserId;
import dev.headgate.config.Doc;
import dev.headgate.identity.GroupRights;
import dev.headgate.identity.Permission;
import dev.headgate.identity.UserRow;
import dev.headgate.identity.Users;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which groups single users may make keys in, beside those open to all. */
final class UserGroupsApi {
    private static final int GROUPS_MAX = 500;

    private final Users users;
    private final GroupRights rights;
    private final GroupNames groups;

    UserGroupsApi(Users users, GroupRights rights, GroupNames groups) {
        this.users = users;
        this.rights = rights;
        this.groups = groups;
    }

    record UserGroup(
            String groupId,
            String group,

            @Doc("empty = an operator, by hand; else the id of the site to sign in by whose word it is")
            @Example("company")
            String givenBy) {}

    record UserGroups(
            @Doc("all that operators give, in place of what they gave; what sites give stays")
            @Example("[\"7301444403200004\"]")
            List<String> groupIds) {}

    /** What is told of one giver's groups in the audit log. */
    record GivenGroups(List<String> groups) {
        static GivenGroups of(Collection<GroupId> given, GroupNames names) {
            return new GivenGroups(given.stream().map(names::of).sorted().toList());
        }
    }

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get(
                                "/users/{id}/groups",
                                "users.groups.list",
                                "Groups that a user may make keys in, beside those open to all and those of subscriptions")
                        .needs(Permission.USERS_READ)
                        .givesPage(UserGroup.class)
                        .by(call -> list(user(call).user().id())),
                Endpoint.post("/users/{id}/groups", "users.groups.set", "Say which of them operators give")
                        .needs(Permission.USERS_WRITE)
                        .tells(GivenGroups.class)
                        .with(UserGroups.class, this::set));
    }

    private UserRow user(ApiCall call) {
        return users.find(new UserId(call.id())).orElseThrow(() -> ApiFault.notFound("user"));
    }

    private AdminApi.Page<UserGroup> list(UserId user) {
        return Lists.whole(
                rights.of(user), one -> new UserGroup(one.group().toString(), groups.of(one.group()), one.giver()));
    }

    private @Nullable Object set(ApiCall call, UserGroups input) {
        UserRow target = user(call);
        UsersApi.guardRank(call, target);
        if (input.groupIds().size() > GROUPS_MAX) {
            throw ApiFault.invalid(List.of(new ApiFault.Field(
                    "group_ids", input.groupIds().size() + " items (expected: at most " + GROUPS_MAX + ")")));
        }
        Set<GroupId> wanted = input.groupIds().stream()
                .map(id -> groups.known("group_ids", id))
                .collect(Collectors.toSet());
        GroupRights.Replaced replaced = rights.replace(target.user().id(), GroupRights.BY_HAND, wanted);
        GivenGroups after = GivenGroups.of(replaced.after(), groups);
        call.changed("users.groups", "user:" + call.id(), GivenGroups.of(replaced.before(), groups), after);
        return after;
    }
}
