package dev.headgate.identity;

import dev.headgate.base.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keys and their users in memory, by the hash of a key's text. {@link #get} never blocks and may be called by anybody; changes
 * are made by one caller at a time. A change of one user costs what that user's keys cost, however many others there are.
 */
final class KnownCallers {
    private final ConcurrentHashMap<KeyHash, Caller> byHash = new ConcurrentHashMap<>();
    private final Map<UserId, List<KeyHash>> hashesOf = new HashMap<>();

    /** A text of a key, as its hash, and whose it is. */
    record Entry(KeyHash hash, Caller caller) {}

    @Nullable
    Caller get(KeyHash hash) {
        return byHash.get(hash);
    }

    /** Every key once, however many texts it has. */
    List<Caller> all() {
        List<Caller> all = new ArrayList<>(byHash.size());
        byHash.forEach((hash, caller) -> {
            if (caller.key().hash().equals(hash)) {
                all.add(caller);
            }
        });
        return all;
    }

    void replaceAll(List<Entry> entries) {
        Map<UserId, List<Entry>> byUser = new HashMap<>();
        for (Entry entry : entries) {
            byUser.computeIfAbsent(entry.caller().user().id(), user -> new ArrayList<>())
                    .add(entry);
        }
        for (UserId user : List.copyOf(hashesOf.keySet())) {
            if (!byUser.containsKey(user)) {
                replace(user, List.of());
            }
        }
        byUser.forEach(this::replace);
    }

    /** Puts what is true of a user's keys now in the place of what was. Keys that stay are never missing in between. */
    void replace(UserId user, List<Entry> entries) {
        List<KeyHash> now = new ArrayList<>();
        for (Entry entry : entries) {
            byHash.put(entry.hash(), entry.caller());
            now.add(entry.hash());
        }
        List<KeyHash> before = now.isEmpty() ? hashesOf.remove(user) : hashesOf.put(user, now);
        if (before != null) {
            before.removeAll(now);
            before.forEach(byHash::remove);
        }
    }
}
