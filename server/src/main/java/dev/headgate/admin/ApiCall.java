package dev.headgate.admin;

import dev.headgate.identity.AuditEntry;
import dev.headgate.identity.AuditLog;
import dev.headgate.identity.People;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call of an operation: who calls, what the path names, and where its answer's headers and audit entries gather. */
final class ApiCall {
    private final ApiRequest request;
    private final Actor actor;
    private final Map<String, String> names;
    private final InstantSource clock;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>();
    private final List<AuditLog.Deed> deeds = new ArrayList<>();

    ApiCall(ApiRequest request, Actor actor, Map<String, String> names, InstantSource clock) {
        this.request = request;
        this.actor = actor;
        this.names = names;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    InstantSource clock() {
        return clock;
    }

    ApiRequest request() {
        return request;
    }

    Actor actor() {
        return actor;
    }

    /** The person who calls; an operation that needs {@code own} has one. */
    People.SignedIn person() {
        if (actor instanceof Actor.Browser browser) {
            return browser.signedIn();
        }
        throw new ApiFault(403, "forbidden", "Only a person who is signed in can do that.");
    }

    /** What the path has at {@code {name}}. */
    String named(String name) {
        return Objects.requireNonNull(names.get(name), name);
    }

    /** The id that the path has at {@code {id}}. */
    long id() {
        try {
            return Long.parseLong(named("id"));
        } catch (NumberFormatException e) {
            throw ApiFault.notFound("id");
        }
    }

    void header(String name, String value) {
        headers.add(Map.entry(name, value));
    }

    List<Map.Entry<String, String>> headers() {
        return headers;
    }

    /**
     * Writes down what was changed. {@code before} and {@code after} are shown to auditors: views without secrets.
     *
     * @param subject e.g. {@code key:1234}
     */
    void changed(String action, String subject, @Nullable Object before, @Nullable Object after) {
        deeds.add(new AuditLog.Deed(
                action,
                subject,
                before == null ? "" : ApiJson.write(before),
                after == null ? "" : ApiJson.write(after)));
    }

    List<AuditLog.Deed> deeds() {
        return deeds;
    }

    AuditEntry.Origin origin() {
        return new AuditEntry.Origin(request.address(), request.id());
    }
}
