package dev.headgate.admin;

import dev.headgate.accounts.Group;
import dev.headgate.base.GroupId;
import java.util.List;

/** Groups as the API's callers name them. */
final class GroupNames {
    private final Features.Pool pool;

    GroupNames(Features.Pool pool) {
        this.pool = pool;
    }

    /** The name of a group, its id where it has none any more. */
    String of(GroupId id) {
        return pool.accounts().directory().group(id).map(Group::name).orElse(id.toString());
    }

    /** The group of that id. */
    GroupId known(String field, String id) {
        return pool.accounts().directory().groups().stream()
                .map(Group::id)
                .filter(group -> group.toString().equals(id))
                .findFirst()
                .orElseThrow(() -> ApiFault.invalid(
                        List.of(new ApiFault.Field(field, "\"" + id + "\" (expected: the id of a group)"))));
    }
}
