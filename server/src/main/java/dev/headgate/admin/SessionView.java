package dev.headgate.admin;

import dev.headgate.identity.People;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Person;
import java.time.Instant;
import java.util.List;

/** Who is signed in and what they may do. */
record SessionView(
        String userId,
        String email,
        String name,
        String role,
        List<String> permissions,
        String csrfToken,
        Instant expiresAt,
        Instant provedAt) {
    /** @param token the session's own */
    static SessionView of(People.SignedIn who, String token) {
        Person person = who.person();
        return new SessionView(
                person.user().id().toString(),
                person.user().email(),
                person.name(),
                person.role().id(),
                person.role().permissions().stream()
                        .map(Permission::id)
                        .sorted()
                        .toList(),
                Callers.csrf(token),
                who.session().expiresAt(),
                who.session().provedAt());
    }
}
