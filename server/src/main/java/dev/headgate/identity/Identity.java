package dev.headgate.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headgate.base.CallLimits;
import dev.headgate.base.GroupId;
import dev.headgate.base.IdSource;
import dev.headgate.base.Money;
import dev.headgate.base.Secret;
import dev.headgate.base.Ticker;
import dev.headgate.base.UserId;
import dev.headgate.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Users and keys. {@link #known} and {@link #missedRecently} never block and are what the hot path asks; a key they don't know is
 * looked up once with {@link #lookUp}, which blocks, as all else does. Thread-safe.
 */
public final class Identity {
    private static final int PREFIX_LENGTH = 10;
    private static final int PIECE = 1_000;
    private static final int MISSES_MAX = 100_000;
    private static final Duration MISS_TIME = Duration.ofSeconds(10);

    private final Store store;
    private final IdSource ids;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Cache<KeyHash, Boolean> misses;
    private final KnownCallers known = new KnownCallers();
    private volatile Consumer<List<Caller>> changed = callers -> {};

    public Identity(Store store, IdSource ids, SecureRandom random, InstantSource clock, Ticker ticker) {
        this.store = store;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
        this.misses = Caffeine.newBuilder()
                .maximumSize(MISSES_MAX)
                .expireAfterWrite(MISS_TIME)
                .ticker(ticker::nanos)
                .build();
    }

    /** Who holds the key of that hash, enabled or not, as far as memory knows. */
    public Optional<Caller> known(KeyHash hash) {
        return Optional.ofNullable(known.get(hash));
    }

    /** Whether the store was asked for that hash a moment ago and did not have it. */
    public boolean missedRecently(KeyHash hash) {
        return misses.getIfPresent(hash) != null;
    }

    /** Asks the store and remembers the answer, also that there is none. */
    public Optional<Caller> lookUp(KeyHash hash) {
        Optional<Caller> found = store.read(handle -> JdbcIdentityStore.caller(handle, hash));
        if (found.isPresent()) {
            refresh(found.get().user().id());
        } else {
            misses.put(hash, true);
        }
        return found;
    }

    /** Lets somebody hear of callers that are new or have changed, once memory has them. Called by whoever made the change. */
    public void onChange(Consumer<List<Caller>> listener) {
        changed = listener;
    }

    /** Reads all users and keys anew; those that an earlier version wrote can be searched afterwards. */
    public synchronized void reload() {
        makeSearchable();
        known.replaceAll(store.read(JdbcIdentityStore::callers));
        misses.invalidateAll();
    }

    /** In small pieces: calls are settled in between. */
    private void makeSearchable() {
        boolean more = store.read(JdbcSearchText::unmade);
        while (more) {
            more = store.write(handle -> JdbcSearchText.fill(handle, PIECE)) == PIECE;
        }
    }

    /** Reads one user's keys anew, after a change. */
    synchronized void refresh(UserId user) {
        List<KnownCallers.Entry> now = store.read(handle -> JdbcIdentityStore.callersOf(handle, user));
        known.replace(user, now);
        now.forEach(entry -> misses.invalidate(entry.hash()));
        changed.accept(now.stream().map(KnownCallers.Entry::caller).toList());
    }

    /** All users by e-mail address, as the store has them. */
    public Map<String, User> users() {
        return store.read(JdbcIdentityStore::users);
    }

    /** The user with that e-mail address, enabled or not, as the store has it. */
    public Optional<User> named(String email) {
        return Optional.ofNullable(store.read(JdbcIdentityStore::users).get(email));
    }

    /** All keys with their users, in no order. */
    public List<Caller> callers() {
        return known.all();
    }

    /**
     * Makes the store agree with the file: users by email, keys by user and name. What was declared and no longer is gets
     * disabled. Applying the same declaration again changes nothing.
     */
    public synchronized Applied apply(
            List<DeclaredUser> users, List<DeclaredKey> keys, Function<String, Optional<GroupId>> groups) {
        List<Applied.MadeKey> made = new ArrayList<>();
        List<Applied.Grant> grants = new ArrayList<>();
        store.write(handle -> {
            Map<String, User> byEmail = applyUsers(handle, users, grants);
            applyKeys(handle, keys, byEmail, groups, made);
            return 0;
        });
        reload();
        return new Applied(made, grants);
    }

    /** The user of that e-mail address, made when there is none. */
    public User ensureUser(String email) {
        return ensureUser(email, CallLimits.NONE);
    }

    /** The same; {@code limits} are those of one that is made. */
    public synchronized User ensureUser(String email, CallLimits limits) {
        String address = email.strip().toLowerCase(java.util.Locale.ROOT);
        return store.write(handle -> {
            User known = JdbcIdentityStore.users(handle).get(address);
            if (known != null) {
                return known;
            }
            User made = new User(new UserId(ids.next()), address, limits, 1, 1_000_000, true, false);
            JdbcIdentityStore.save(handle, made, clock.millis());
            return made;
        });
    }

    private Map<String, User> applyUsers(Handle handle, List<DeclaredUser> users, List<Applied.Grant> grants) {
        Map<String, User> before = JdbcIdentityStore.users(handle);
        Map<String, User> now = new HashMap<>(before);
        Set<String> declaredEmails = new HashSet<>();
        for (DeclaredUser declared : users) {
            declaredEmails.add(declared.email());
            User old = before.get(declared.email());
            UserId id = old == null ? new UserId(ids.next()) : old.id();
            User user = new User(
                    id, declared.email(), declared.limits(), declared.share(), declared.multiplierPpm(), true, true);
            if (!user.equals(old)) {
                JdbcIdentityStore.save(handle, user, old == null ? clock.millis() : -1);
            }
            if (declared.balance().compareTo(Money.ZERO) > 0) {
                grants.add(new Applied.Grant("declared:" + id, id, declared.balance()));
            }
            now.put(declared.email(), user);
        }
        for (User old : before.values()) {
            if (old.declared() && old.enabled() && !declaredEmails.contains(old.email())) {
                JdbcIdentityStore.disableUser(handle, old.id());
            }
        }
        return now;
    }

    private void applyKeys(
            Handle handle,
            List<DeclaredKey> keys,
            Map<String, User> users,
            Function<String, Optional<GroupId>> groups,
            List<Applied.MadeKey> made) {
        Map<String, ApiKey> before = JdbcIdentityStore.keys(handle);
        for (DeclaredKey declared : keys) {
            User user = users.get(declared.user());
            GroupId group = groups.apply(declared.group())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "keys: group \"" + declared.group() + "\" (expected: a declared group)"));
            if (user == null) {
                throw new IllegalArgumentException(
                        "keys: user \"" + declared.user() + "\" (expected: a declared user)");
            }
            ApiKey old = before.remove(user.id() + "/" + declared.name());
            Secret text = declared.key();
            if (text == null && old == null) {
                text = newKey();
                made.add(new Applied.MadeKey(declared.name(), user.email(), text));
            }
            saveKey(handle, declared, new Belongs(user.id(), group), text, old);
        }
        for (ApiKey old : before.values()) {
            if (old.declared() && old.enabled()) {
                JdbcIdentityStore.disableKey(handle, old.id());
            }
        }
    }

    private record Belongs(UserId user, GroupId group) {}

    private void saveKey(
            Handle handle,
            DeclaredKey declared,
            Belongs to,
            @org.jspecify.annotations.Nullable Secret text,
            @org.jspecify.annotations.Nullable ApiKey old) {
        KeyHash hash = text != null
                ? KeyHash.of(text.reveal())
                : java.util.Objects.requireNonNull(old).hash();
        var id = old == null ? new dev.headgate.base.KeyId(ids.next()) : old.id();
        ApiKey now = new ApiKey(
                id,
                declared.name(),
                to.user(),
                to.group(),
                hash,
                declared.limits(),
                declared.rules(),
                GroupRight.NOT_NEEDED,
                true,
                true);
        if (now.equals(old)) {
            return;
        }
        String prefix = text == null ? "" : prefix(text.reveal());
        JdbcIdentityStore.save(handle, now, prefix, old == null ? clock.millis() : -1);
    }

    /** What may be shown of a key. */
    static String prefix(String key) {
        return key.length() < 2 * PREFIX_LENGTH ? "…" : key.substring(0, PREFIX_LENGTH) + "…";
    }

    /** 256 random bits; their hash can be stored unsalted. */
    Secret newKey() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new Secret("sk-hg-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
