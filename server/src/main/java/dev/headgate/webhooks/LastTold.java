package dev.headgate.webhooks;

import dev.headgate.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What was last told of things that are looked at over and over: each change of a state is told once, also over a restart, since state
 * and event are written in one transaction. Only changes cost a write. Blocking; thread-safe.
 */
public final class LastTold {
    private final Store store;
    private final WebhookOutbox outbox;
    private final Map<String, String> states = new ConcurrentHashMap<>();

    public LastTold(Store store, WebhookOutbox outbox) {
        this.store = store;
        this.outbox = outbox;
    }

    /** Reads what was told by an earlier run, or by another gateway. */
    public void load() {
        states.clear();
        states.putAll(store.read(JdbcEndpointStore::told));
    }

    /**
     * Takes note of a state and tells of it where it is another than before.
     *
     * @param subject what it is the state of, at most 300 characters
     * @param initial what nobody needs to be told of at first; kept nowhere
     * @param event of the state before; empty when that change is no news
     */
    public void tell(String subject, String state, String initial, Function<String, Optional<WebhookEvent>> event) {
        String before = states.getOrDefault(subject, initial);
        if (before.equals(state)) {
            return;
        }
        Optional<WebhookEvent> news = event.apply(before);
        store.write(handle -> {
            if (state.equals(initial)) {
                JdbcEndpointStore.forget(handle, subject);
            } else {
                JdbcEndpointStore.told(handle, subject, state);
            }
            news.ifPresent(one -> outbox.write(handle, one));
            return 0;
        });
        states.put(subject, state);
    }

    /** Forgets what is no more. */
    public void forget(Predicate<String> gone) {
        for (String subject : List.copyOf(states.keySet())) {
            if (gone.test(subject)) {
                store.write(handle -> {
                    JdbcEndpointStore.forget(handle, subject);
                    return 0;
                });
                states.remove(subject);
            }
        }
    }
}
