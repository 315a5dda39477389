package dev.headgate.identity;

import dev.headgate.base.CallLimits;
import dev.headgate.base.Check;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.GroupId;
import dev.headgate.base.IdSource;
import dev.headgate.base.KeyId;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keys as their owners and operators list and change them. Each change reaches the data plane's memory before it returns. A key's
 * text is known only in the answer that makes it. What the settings file declares can't be changed here. Blocking; thread-safe.
 */
public final class Keys {
    /** Texts that are shorter can be guessed. */
    private static final int TEXT_MIN = 20;

    private static final int TEXT_MAX = 512;
    private static final int NAME_MAX = 170;
    private static final Duration GRACE_MAX = Duration.ofDays(30);

    private final Store store;
    private final Identity identity;
    private final IdSource ids;
    private final InstantSource clock;

    public Keys(Store store, Identity identity, IdSource ids, InstantSource clock) {
        this.store = store;
        this.identity = identity;
        this.ids = ids;
        this.clock = clock;
    }

    /** Which keys to list; a part that is null is not looked at. */
    public record Filter(
            Listing listing,
            @Nullable UserId user,
            @Nullable GroupId group,
            @Nullable Boolean enabled) {}

    /**
     * A group that a key is to be in.
     *
     * @param byRight whether its user puts it there by a right for that group ({@link GroupRights}), with which it ends
     */
    public record Place(GroupId group, boolean byRight) {
        private GroupRight right() {
            return byRight ? GroupRight.HELD : GroupRight.NOT_NEEDED;
        }

        /** By an operator's word, or open to all. */
        public static Place of(GroupId group) {
            return new Place(group, false);
        }
    }

    /**
     * A key to be made.
     *
     * @param text given by who brings a key along; null to have one made
     */
    public record Wish(
            String name,
            UserId user,
            Place place,
            CallLimits limits,
            KeyRules rules,
            @Nullable Secret text) {
        public Wish {
            checkName(name);
            if (text != null) {
                String plain = text.reveal();
                boolean fits = plain.length() >= TEXT_MIN
                        && plain.length() <= TEXT_MAX
                        && plain.chars().allMatch(c -> c > ' ' && c < 127);
                Check.that(fits, "text", plain.length() + " characters", "20 - 512 visible ASCII characters");
            }
        }
    }

    private static void checkName(String name) {
        Check.notBlank("name", name);
        Check.that(name.length() <= NAME_MAX, "name", name.length() + " characters", "at most " + NAME_MAX);
    }

    /** A key just made; its text is shown once. */
    public record Made(KeyRow key, Secret text) {}

    /** What of a key can be changed; a part that is null stays as it is. */
    public record Change(
            @Nullable String name,
            @Nullable Place place,
            @Nullable Boolean enabled,
            @Nullable CallLimits limits,
            @Nullable KeyRules rules) {
        public Change {
            if (name != null) {
                checkName(name);
            }
        }
    }

    /** What changed: before and after. */
    public record Changed(KeyRow before, KeyRow after) {}

    /** Keys, the newest first. */
    public List<KeyRow> list(Filter filter) {
        return store.read(handle -> JdbcKeyStore.list(handle, filter, store.postgresql()));
    }

    public Optional<KeyRow> find(KeyId id) {
        return store.read(handle -> JdbcKeyStore.byId(handle, id));
    }

    /**
     * Makes a key.
     *
     * @throws GatewayException {@code conflict} when the user has a key of that name, or the text is in use
     * @throws IllegalArgumentException when there is no such user
     */
    public Made create(Wish wish) {
        Secret text = wish.text() == null ? identity.newKey() : wish.text();
        return new Made(save(wish, KeyHash.of(text.reveal()), Identity.prefix(text.reveal())), text);
    }

    /**
     * Makes a key of which only the hash is known, brought along from elsewhere; the wish's text counts for nothing.
     *
     * @throws GatewayException {@code conflict} as for {@link #create}
     */
    public KeyRow adopt(Wish wish, KeyHash hash) {
        return save(wish, hash, "…");
    }

    /** Whether there is a key of that text. */
    public boolean known(KeyHash hash) {
        return store.read(handle -> JdbcKeyStore.textKnown(handle, hash));
    }

    /** Whether a user has a key of that name. */
    public boolean named(UserId user, String name) {
        return store.read(handle -> JdbcKeyStore.nameTaken(handle, new KeyId(0), user, name));
    }

    private KeyRow save(Wish wish, KeyHash hash, String prefix) {
        ApiKey key = new ApiKey(
                new KeyId(ids.next()),
                wish.name(),
                wish.user(),
                wish.place().group(),
                hash,
                wish.limits(),
                wish.rules(),
                wish.place().right(),
                true,
                false);
        store.write(handle -> {
            if (JdbcUserStore.byId(handle, wish.user()).isEmpty()) {
                throw new IllegalArgumentException("user: " + wish.user() + " (expected: the id of a user)");
            }
            requireFreeName(handle, key);
            if (JdbcKeyStore.textKnown(handle, hash)) {
                throw new GatewayException(ErrorCode.CONFLICT, "text: in use (expected: that of no other key)");
            }
            JdbcIdentityStore.save(handle, key, prefix, clock.millis());
            return 0;
        });
        identity.refresh(wish.user());
        return find(key.id()).orElseThrow();
    }

    private static void requireFreeName(org.jdbi.v3.core.Handle handle, ApiKey key) {
        if (JdbcKeyStore.nameTaken(handle, key.id(), key.user(), key.name())) {
            throw new GatewayException(
                    ErrorCode.CONFLICT, "name: \"" + key.name() + "\" (expected: one not in use by this user)");
        }
    }

    /** Changes a key; empty when there is none. */
    public Optional<Changed> change(KeyId id, Change change) {
        Optional<KeyRow> before = store.write(handle -> {
            Optional<KeyRow> found = JdbcKeyStore.byId(handle, id);
            found.ifPresent(row -> {
                ApiKey key = mine(row);
                ApiKey now = new ApiKey(
                        key.id(),
                        change.name() == null ? key.name() : change.name(),
                        key.user(),
                        change.place() == null ? key.group() : change.place().group(),
                        key.hash(),
                        change.limits() == null ? key.limits() : change.limits(),
                        change.rules() == null ? key.rules() : change.rules(),
                        change.place() == null ? key.right() : change.place().right(),
                        change.enabled() == null ? key.enabled() : change.enabled(),
                        false);
                requireFreeName(handle, now);
                JdbcIdentityStore.save(handle, now, "", -1);
            });
            return found;
        });
        before.ifPresent(row -> identity.refresh(row.key().user()));
        return before.map(row -> new Changed(row, find(id).orElseThrow()));
    }

    /**
     * Gives a key another text; empty when there is none.
     *
     * @param grace how long the old text stays good, so that programs can be changed over one by one
     */
    public Optional<Made> rotate(KeyId id, Duration grace) {
        Check.that(
                !grace.isNegative() && grace.compareTo(GRACE_MAX) <= 0,
                "grace_seconds",
                grace.toSeconds(),
                "0 - " + GRACE_MAX.toSeconds());
        Secret text = identity.newKey();
        Optional<KeyRow> before = store.write(handle -> {
            Optional<KeyRow> found = JdbcKeyStore.byId(handle, id);
            found.ifPresent(row -> {
                mine(row);
                long until = grace.isZero() ? 0 : clock.millis() + grace.toMillis();
                String prefix = Identity.prefix(text.reveal());
                JdbcKeyStore.rotate(handle, id, KeyHash.of(text.reveal()), prefix, until);
            });
            return found;
        });
        before.ifPresent(row -> identity.refresh(row.key().user()));
        return before.map(row -> new Made(find(id).orElseThrow(), text));
    }

    /** Removes a key; the books keep what it used. Empty when there is none. */
    public Optional<KeyRow> delete(KeyId id) {
        Optional<KeyRow> before = store.write(handle -> {
            Optional<KeyRow> found = JdbcKeyStore.byId(handle, id);
            found.ifPresent(row -> {
                mine(row);
                JdbcKeyStore.delete(handle, id, clock.millis());
            });
            return found;
        });
        before.ifPresent(row -> identity.refresh(row.key().user()));
        return before;
    }

    private static ApiKey mine(KeyRow row) {
        if (row.key().declared()) {
            throw GatewayException.declared("key " + row.key().name() + " of " + row.email());
        }
        return row.key();
    }
}
