package dev.headgate.accounts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.accounts.AccountMarks.Rest;
import dev.headgate.accounts.AccountState.Status;
import dev.headgate.base.AccountId;
import dev.headgate.base.Fingerprint;
import dev.headgate.cluster.Cluster;
import dev.headgate.cluster.Events;
import dev.headgate.cluster.Flags;
import dev.headgate.cluster.Name;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rests of accounts among gateways: what one learns from a provider, all know. Never blocks; thread-safe.
 *
 * <p>Each gateway keeps every account's state itself and reads only that when it chooses ({@link AccountPulse}), so that no choice
 * waits for anybody. A rest is told as an event, which is quick but may be missed, and raised as a flag, which stays: {@link #look}
 * reads the flags of whole accounts from time to time and finds what was missed.
 */
final class SharedRests {
    private static final Logger log = LoggerFactory.getLogger(SharedRests.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "account-rests";
    private static final String SPACE = "rest";

    private final Flags flags;
    private final Events events;
    private final String self;
    private final Hears hears;

    /** Whoever keeps the states. */
    interface Hears {
        void rest(AccountId id, Rest rest);

        /** The account is well again; {@code only}: of single models this one, null: all. */
        void well(AccountId id, @Nullable String only);

        /** An operator has paused it; {@code reason} null: no more. */
        void paused(AccountId id, @Nullable String reason);
    }

    /** @param self tells this gateway from the others */
    SharedRests(Cluster cluster, String self, Hears hears) {
        this.flags = cluster.flags();
        this.events = cluster.events();
        this.self = self;
        this.hears = hears;
        events.subscribe(TOPIC, this::heard); // for as long as the program runs
    }

    /** Tells what an account rests for. */
    void tell(AccountId id, List<Rest> rests) {
        ObjectNode message = message(id);
        ArrayNode all = message.putArray("rests");
        for (Rest rest : rests) {
            flags.raise(name(id, rest.model()), rest.status().id() + ' ' + rest.reason(), rest.until());
            all.addObject()
                    .put("model", rest.model())
                    .put("status", rest.status().id())
                    .put("until", rest.until().toEpochMilli())
                    .put("reason", rest.reason());
        }
        events.publish(TOPIC, message.toString());
    }

    /** Tells that an account is well again. */
    void tellWell(AccountId id, List<Rest> before, @Nullable String only) {
        flags.lower(name(id, ""));
        for (Rest rest : before) {
            if (rest.model().isEmpty() || only == null || only.equals(rest.model())) {
                flags.lower(name(id, rest.model()));
            }
        }
        events.publish(TOPIC, message(id).put("well", true).put("only", only).toString());
    }

    /** Tells that an operator has paused an account; {@code reason} null: no more. */
    void tellPaused(AccountId id, @Nullable String reason) {
        events.publish(
                TOPIC,
                message(id).put("pause", reason != null).put("reason", reason).toString());
    }

    private ObjectNode message(AccountId id) {
        return JSON.createObjectNode().put("from", self).put("account", id.value());
    }

    private static Name name(AccountId id, String model) {
        return new Name(SPACE, id.value(), model.isEmpty() ? 0 : Fingerprint.of(model));
    }

    private void heard(String text) {
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            log.warn("a message of another gateway about rests is not readable");
            return;
        }
        if (message.path("from").asText().equals(self)) {
            return;
        }
        AccountId id = new AccountId(message.path("account").asLong());
        if (message.path("well").asBoolean()) {
            hears.well(
                    id, message.path("only").isTextual() ? message.path("only").asText() : null);
        }
        if (message.has("pause")) {
            hears.paused(
                    id,
                    message.path("pause").asBoolean() ? message.path("reason").asText() : null);
        }
        List<Rest> rests = new ArrayList<>();
        for (JsonNode rest : message.path("rests")) {
            status(rest.path("status").asText())
                    .ifPresent(status -> rests.add(new Rest(
                            rest.path("model").asText(),
                            status,
                            Instant.ofEpochMilli(rest.path("until").asLong()),
                            rest.path("reason").asText())));
        }
        rests.forEach(rest -> hears.rest(id, rest));
    }

    private static Optional<Status> status(String word) {
        for (Status status : List.of(Status.COOLING, Status.EXHAUSTED)) {
            if (status.id().equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }

    /** Finds rests of whole accounts whose event was missed. */
    void look(Iterable<AccountId> ids) {
        for (AccountId id : ids) {
            flags.raised(name(id, "")).then(found -> found.ifPresent(flag -> raised(id, flag)), failure -> {
                log.debug("the rests of account {} could not be read: {}", id.value(), failure.toString());
            });
        }
    }

    private void raised(AccountId id, Flags.Flag flag) {
        int blank = flag.word().indexOf(' ');
        if (blank > 0) {
            status(flag.word().substring(0, blank))
                    .ifPresent(status -> hears.rest(
                            id, new Rest("", status, flag.until(), flag.word().substring(blank + 1))));
        }
    }
}
