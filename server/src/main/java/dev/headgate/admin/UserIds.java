package dev.headgate.admin;

import dev.headgate.base.UserId;
import dev.headgate.identity.Users;
import java.util.List;

/** Users as the API's callers name them. */
final class UserIds {
    private final Users users;

    UserIds(Users users) {
        this.users = users;
    }

    /** The user of that id: what is given to somebody who isn't there would be lost. */
    UserId known(String field, String id) {
        UserId user = new UserId(Lists.id(field, id));
        if (users.find(user).isEmpty()) {
            throw ApiFault.invalid(List.of(new ApiFault.Field(field, "\"" + id + "\" (expected: the id of a user)")));
        }
        return user;
    }
}
