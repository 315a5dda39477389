package dev.headgate.identity;

import dev.headgate.base.Patterns;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where, by what, for what and how long a key may be used. An empty list allows everything. Immutable.
 *
 * @param models names and patterns with {@code *}, as the client names models
 * @param expires first instant at which the key is no longer valid, null = never
 * @param addresses where it may be used from
 * @param clients patterns with {@code *} of the {@code user-agent} of programs that may use it, in lower case
 */
public record KeyRules(List<String> models, @Nullable Instant expires, AddressList addresses, List<String> clients) {
    public static final KeyRules NONE = new KeyRules(List.of(), null, AddressList.ANY, List.of());

    public KeyRules {
        models = List.copyOf(models);
        clients = List.copyOf(clients);
    }

    public boolean expired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    public boolean allowsModel(String model) {
        return models.isEmpty() || Patterns.anyMatches(models, model);
    }

    /** Whether a program that calls itself {@code userAgent}, in lower case, may use the key. */
    public boolean allowsClient(String userAgent) {
        return clients.isEmpty() || Patterns.anyMatches(clients, userAgent);
    }
}
