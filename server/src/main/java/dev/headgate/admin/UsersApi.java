package dev.headgate.admin;

import dev.headgate.base.CallLimits;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.billing.Billing;
import dev.headgate.config.Doc;
import dev.headgate.identity.Listing;
import dev.headgate.identity.People;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Role;
import dev.headgate.identity.UserRow;
import dev.headgate.identity.Users;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users: who holds keys, who signs in, in which role, and what each may use. */
final class UsersApi {
    private final Users users;
    private final People people;
    private final Billing billing;

    UsersApi(Users users, People people, Billing billing) {
        this.users = users;
        this.people = people;
        this.billing = billing;
    }

    record UserFilter(
            @Doc("a part of the e-mail address or name") @Nullable
            String search,

            @Doc("a role, or none for those who can't sign in") @Nullable
            String role,

            @Nullable Boolean enabled,
            @Doc("next_cursor of the page before") @Nullable String cursor,
            @Doc("1 - 500, 50 unless given") @Nullable Integer limit) {}

    record UserView(
            String id,
            String email,
            String name,

            @Doc("none for a user who can't sign in") String role,

            boolean enabled,
            @Doc("owned by the settings file") boolean declared,
            LimitsView limits,

            @Doc("how much of a full pool the user gets beside others")
            int share,

            @Doc("the user's own factor on charges, 1000000 = 1.0")
            long multiplierPpm,

            @Doc("what can be spent now, calls in flight deducted; absent without the permission money:read") @Nullable
            Long balanceNanos,

            String note,
            @Nullable Instant createdAt,
            @Nullable Instant signedInAt) {}

    record NewUser(
            String email,
            @Nullable String name,

            @Doc("none, the default, for a user who can't sign in; another one needs roles:write unless it is user")
            @Nullable
            String role,

            @Doc("absent for somebody who comes in another way") @Nullable
            Secret password,

            @Nullable LimitsView limits,
            @Nullable Integer share,
            @Needs(Permission.MONEY_WRITE) @Nullable Long multiplierPpm,
            @Nullable String note) {}

    record UserChange(
            @Nullable String name,
            @Nullable String note,
            @Nullable Boolean enabled,
            @Nullable LimitsView limits,
            @Nullable Integer share,
            @Needs(Permission.MONEY_WRITE) @Nullable Long multiplierPpm) {}

    record RoleChange(
            @Doc("owner, admin, operator, finance, auditor or user")
            String role) {}

    record PasswordSet(Secret password) {}

    record BulkUsers(
            @Doc("at most 1,000") List<String> ids,
            @Doc("enable, disable or delete") String action) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/users", "users.list", "All users, the newest first")
                        .needs(Permission.USERS_READ)
                        .givesPage(UserView.class)
                        .with(UserFilter.class, this::list),
                Endpoint.post("/users", "users.create", "Make a user")
                        .needs(Permission.USERS_WRITE)
                        .gives(UserView.class)
                        .with(NewUser.class, this::create),
                Endpoint.get("/users/{id}", "users.show", "One user")
                        .needs(Permission.USERS_READ)
                        .gives(UserView.class)
                        .by(call -> view(call, found(call))),
                Endpoint.patch("/users/{id}", "users.change", "Change a user; what is absent stays as it is")
                        .needs(Permission.USERS_WRITE)
                        .gives(UserView.class)
                        .with(UserChange.class, this::change),
                Endpoint.delete(
                                "/users/{id}",
                                "users.delete",
                                "Remove a user with their keys; the books keep what they used")
                        .needs(Permission.USERS_WRITE)
                        .by(this::delete),
                Endpoint.post("/users/{id}/role", "users.role", "Give a user another role")
                        .needs(Permission.ROLES_WRITE)
                        .freshProof()
                        .tells(UserView.class)
                        .with(RoleChange.class, this::role),
                Endpoint.post("/users/{id}/password", "users.password", "Set a user's password; ends their sessions")
                        .needs(Permission.USERS_WRITE)
                        .freshProof()
                        .with(PasswordSet.class, this::password),
                Endpoint.delete("/users/{id}/sessions", "users.sign-out", "Sign a user out everywhere")
                        .needs(Permission.USERS_WRITE)
                        .by(this::signOut),
                Endpoint.post("/users/bulk", "users.bulk", "Enable, disable or remove many users")
                        .needs(Permission.USERS_WRITE)
                        .tells(Bulk.Outcome.class)
                        .with(BulkUsers.class, this::bulk));
    }

    private Object list(ApiCall call, UserFilter filter) {
        int limit = Lists.limit(filter.limit());
        Listing listing = new Listing(filter.search(), Lists.cursor(filter.cursor()), limit + 1);
        String role = filter.role();
        if (role != null && !role.equals("none")) {
            Role.of(role);
        }
        List<UserRow> rows = users.list(new Users.Filter(listing, role, filter.enabled()));
        return Lists.page(
                rows, limit, row -> view(call, row), row -> row.user().id().toString());
    }

    private UserRow found(ApiCall call) {
        return users.find(new UserId(call.id())).orElseThrow(() -> ApiFault.notFound("user"));
    }

    private UserView view(ApiCall call, UserRow row) {
        boolean money = call.actor().may(Permission.MONEY_READ);
        return new UserView(
                row.user().id().toString(),
                row.user().email(),
                row.name(),
                row.role() == null ? "none" : row.role().id(),
                row.user().enabled(),
                row.user().declared(),
                LimitsView.of(row.user().limits()),
                row.user().share(),
                row.user().multiplierPpm(),
                money ? (Long) billing.balances().available(row.user().id()).nanos() : null,
                row.note(),
                row.createdAt(),
                row.signedInAt());
    }

    private @Nullable Object create(ApiCall call, NewUser input) {
        Optional<Role> role = input.role() == null || input.role().equals("none")
                ? Optional.empty()
                : Optional.of(Role.of(input.role()));
        role.filter(wanted -> wanted != Role.USER).ifPresent(wanted -> mayGive(call));
        if (role.isEmpty() && input.password() != null) {
            throw ApiFault.invalid(List.of(new ApiFault.Field("password", "given (expected: none without a role)")));
        }
        if (input.password() != null) {
            People.checkPassword(input.password());
        }
        CallLimits limits = LimitsView.orNull(input.limits());
        UserRow made = users.create(
                input.email(),
                new Users.Change(null, input.note(), true, limits, input.share(), input.multiplierPpm()));
        UserId id = made.user().id();
        String name = input.name() == null ? "" : input.name();
        role.ifPresent(wanted -> people.allow(id, wanted, name, input.password()));
        UserView view = view(call, users.find(id).orElseThrow());
        call.changed("users.create", "user:" + id, null, view);
        return view;
    }

    private static void mayGive(ApiCall call) {
        if (!call.actor().may(Permission.ROLES_WRITE)) {
            throw new ApiFault(
                    403, "forbidden", "Giving a role needs the permission roles:write, which you don't have.");
        }
        Callers.requireFreshProof(call.actor(), call.now());
    }

    private @Nullable Object change(ApiCall call, UserChange input) {
        UserRow target = found(call);
        guardRank(call, target);
        Users.Changed changed = users.change(
                        target.user().id(),
                        new Users.Change(
                                input.name(),
                                input.note(),
                                input.enabled(),
                                LimitsView.orNull(input.limits()),
                                input.share(),
                                input.multiplierPpm()))
                .orElseThrow(() -> ApiFault.notFound("user"));
        UserView after = view(call, changed.after());
        call.changed("users.change", "user:" + call.id(), view(call, changed.before()), after);
        return after;
    }

    /** Who may not give roles may not touch those who have more than themselves either. */
    static void guardRank(ApiCall call, UserRow target) {
        Role role = target.role();
        if (role == null || call.actor().may(Permission.ROLES_WRITE)) {
            return;
        }
        boolean more = role.permissions().stream()
                .anyMatch(permission ->
                        permission != Permission.OWN && !call.actor().may(permission));
        if (more) {
            throw new ApiFault(
                    403, "forbidden", "This user has the role " + role.id() + ", which may do more than you.");
        }
    }

    private @Nullable Object delete(ApiCall call) {
        remove(call, call.id());
        return null;
    }

    private void remove(ApiCall call, long id) {
        UserRow target = users.find(new UserId(id)).orElseThrow(() -> ApiFault.notFound("user"));
        guardRank(call, target);
        users.delete(target.user().id());
        call.changed("users.delete", "user:" + id, view(call, target), null);
    }

    private @Nullable Object role(ApiCall call, RoleChange input) {
        UserRow before = found(call);
        Role role = Role.of(input.role());
        UserId id = before.user().id();
        if (before.role() == null) {
            people.allow(id, role, "", null);
        } else {
            people.changeRole(id, role);
        }
        UserView after = view(call, found(call));
        call.changed("users.role", "user:" + id, view(call, before), after);
        return after;
    }

    private @Nullable Object password(ApiCall call, PasswordSet input) {
        UserRow target = found(call);
        guardRank(call, target);
        people.resetPassword(target.user().email(), input.password());
        call.changed("users.password", "user:" + call.id(), null, null);
        return null;
    }

    private @Nullable Object signOut(ApiCall call) {
        UserRow target = found(call);
        guardRank(call, target);
        int ended = people.endOthers(target.user().id(), Optional.empty());
        call.changed("users.sign-out", "user:" + call.id(), null, new SessionApi.Ended(ended));
        return null;
    }

    private @Nullable Object bulk(ApiCall call, BulkUsers input) {
        String action = input.action();
        return Bulk.each(input.ids(), id -> {
            switch (action) {
                case "enable", "disable" -> {
                    UserRow target = users.find(new UserId(id)).orElseThrow(() -> ApiFault.notFound("user"));
                    guardRank(call, target);
                    boolean enabled = action.equals("enable");
                    users.change(new UserId(id), new Users.Change(null, null, enabled, null, null, null));
                    call.changed("users." + action, "user:" + id, null, null);
                }
                case "delete" -> remove(call, id);
                default -> throw Bulk.unknown(action, "enable, disable or delete");
            }
        });
    }
}
