package dev.headgate.identity;

import dev.headgate.base.CallLimits;
import dev.headgate.base.Check;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.IdSource;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Users as operators list and change them. Each change reaches the data plane's memory before it returns. What the settings file
 * declares can't be changed here. Blocking; thread-safe.
 */
public final class Users {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s<>\"]+@[^@\\s<>\"]+");
    private static final int EMAIL_MAX = 280;
    private static final int NOTE_MAX = 2_000;

    private final Store store;
    private final Identity identity;
    private final IdSource ids;
    private final InstantSource clock;

    public Users(Store store, Identity identity, IdSource ids, InstantSource clock) {
        this.store = store;
        this.identity = identity;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Which users to list.
     *
     * @param role the word of a role, {@code none} for those who can't sign in, null for all
     */
    public record Filter(
            Listing listing,
            @Nullable String role,
            @Nullable Boolean enabled) {}

    /**
     * What of a user can be changed; a part that is null stays as it is.
     *
     * @param multiplierPpm the user's own factor on charges, 1_000_000 = 1.0
     */
    public record Change(
            @Nullable String name,
            @Nullable String note,
            @Nullable Boolean enabled,
            @Nullable CallLimits limits,
            @Nullable Integer share,
            @Nullable Long multiplierPpm) {
        public Change {
            Check.that(note == null || note.length() <= NOTE_MAX, "note", "too long", "at most 2,000 characters");
            Check.that(name == null || name.length() <= 200, "name", "too long", "at most 200 characters");
        }
    }

    /** Users, the newest first. */
    public List<UserRow> list(Filter filter) {
        return store.read(handle -> JdbcUserStore.list(handle, filter, store.postgresql()));
    }

    public Optional<UserRow> find(UserId id) {
        return store.read(handle -> JdbcUserStore.byId(handle, id));
    }

    /**
     * Makes a user who can't sign in yet: see {@link People#allow}.
     *
     * @throws GatewayException {@code conflict} when the address is taken
     */
    public UserRow create(String email, Change change) {
        String address = email.strip().toLowerCase(Locale.ROOT);
        Check.that(
                EMAIL.matcher(address).matches() && address.length() <= EMAIL_MAX,
                "email",
                "\"" + email + "\"",
                "an e-mail address");
        UserId id = new UserId(ids.next());
        User made = with(new User(id, address, CallLimits.NONE, 1, 1_000_000, true, false), change);
        store.write(handle -> {
            if (JdbcUserStore.taken(handle, address)) {
                throw new GatewayException(ErrorCode.CONFLICT, "email: \"" + address + "\" (expected: one not in use)");
            }
            JdbcIdentityStore.save(handle, made, clock.millis());
            if (change.note() != null) {
                JdbcUserStore.setNote(handle, id, change.note());
            }
            return 0;
        });
        return find(id).orElseThrow();
    }

    private static User with(User user, Change change) {
        return new User(
                user.id(),
                user.email(),
                change.limits() == null ? user.limits() : change.limits(),
                change.share() == null ? user.share() : change.share(),
                change.multiplierPpm() == null ? user.multiplierPpm() : change.multiplierPpm(),
                change.enabled() == null ? user.enabled() : change.enabled(),
                user.declared());
    }

    /** What changed: before and after. */
    public record Changed(UserRow before, UserRow after) {}

    /**
     * Changes a user; empty when there is none. Disabling one ends their sessions.
     *
     * @throws GatewayException {@code conflict} for a user of the settings file, {@code forbidden} when no owner would be left
     */
    public Optional<Changed> change(UserId id, Change change) {
        Optional<UserRow> before = changed(id, row -> {
            // a name and a note are the console's, also of declared users
            if (row.user().declared() && !with(row.user(), change).equals(row.user())) {
                throw GatewayException.declared("user " + row.user().email());
            }
            return change;
        });
        return before.map(row -> new Changed(row, find(id).orElseThrow()));
    }

    private Optional<UserRow> changed(UserId id, Function<UserRow, Change> allow) {
        Optional<UserRow> before = store.write(handle -> {
            Optional<UserRow> found = JdbcUserStore.byId(handle, id);
            found.ifPresent(row -> {
                Change change = allow.apply(row);
                JdbcIdentityStore.save(handle, with(row.user(), change), -1);
                if (change.note() != null) {
                    JdbcUserStore.setNote(handle, id, change.note());
                }
                if (change.name() != null) {
                    JdbcUserStore.setName(handle, id, change.name());
                }
                if (Boolean.FALSE.equals(change.enabled())) {
                    keepAnOwner(handle, row);
                    JdbcUserStore.endSessions(handle, id);
                }
            });
            return found;
        });
        before.ifPresent(row -> identity.refresh(id));
        return before;
    }

    /** Removes a user, their keys and sessions; the books keep what they used. Empty when there is none. */
    public Optional<UserRow> delete(UserId id) {
        Optional<UserRow> before = store.write(handle -> {
            Optional<UserRow> found = JdbcUserStore.byId(handle, id);
            found.ifPresent(row -> {
                if (row.user().declared()) {
                    throw GatewayException.declared("user " + row.user().email());
                }
                JdbcUserStore.delete(handle, id, clock.millis());
                keepAnOwner(handle, row);
            });
            return found;
        });
        before.ifPresent(row -> identity.refresh(id));
        return before;
    }

    private static void keepAnOwner(Handle handle, UserRow changed) {
        if (changed.role() == Role.OWNER && JdbcPeopleStore.owners(handle) == 0) {
            throw new GatewayException(ErrorCode.FORBIDDEN, "The last owner stays; make another first.");
        }
    }
}
