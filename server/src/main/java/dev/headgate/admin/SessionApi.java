package dev.headgate.admin;

import dev.headgate.base.Secret;
import dev.headgate.identity.People;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Person;
import dev.headgate.identity.Session;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signing in and out, and what a person sees and changes of their own sign-in. */
final class SessionApi {
    private final People people;
    private final boolean secureCookie;

    /** @param secureCookie whether browsers may send the cookie over TLS only */
    SessionApi(People people, boolean secureCookie) {
        this.people = people;
        this.secureCookie = secureCookie;
    }

    record SignIn(String email, Secret password) {}

    record Proof(Secret password) {}

    record PasswordChange(Secret oldPassword, Secret newPassword) {}

    /** Who is signed in and what they may do. */
    record SessionView(
            String userId,
            String email,
            String name,
            String role,
            List<String> permissions,
            String csrfToken,
            Instant expiresAt,
            Instant provedAt) {}

    record SessionRow(
            String id,
            Instant createdAt,
            Instant seenAt,
            Instant expiresAt,
            String address,
            String agent,
            boolean current) {}

    record Ended(int sessions) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.post("/session", "session.start", "Sign in with e-mail address and password")
                        .open()
                        .secretOnce()
                        .gives(SessionView.class)
                        .with(SignIn.class, this::signIn),
                Endpoint.get("/session", "session.show", "Who is signed in")
                        .needs(Permission.OWN)
                        .gives(SessionView.class)
                        .by(call -> view(call.person(), token(call))),
                Endpoint.delete("/session", "session.end", "Sign out")
                        .needs(Permission.OWN)
                        .by(this::signOut),
                Endpoint.post("/session/proof", "session.prove", "Prove again who sits there, before what matters most")
                        .needs(Permission.OWN)
                        .unaudited()
                        .with(Proof.class, this::prove),
                Endpoint.get("/sessions", "sessions.list", "The caller's own sessions")
                        .needs(Permission.OWN)
                        .givesPage(SessionRow.class)
                        .by(this::sessions),
                Endpoint.delete("/sessions/{id}", "sessions.end", "End one of the caller's sessions")
                        .needs(Permission.OWN)
                        .by(this::endOne),
                Endpoint.post("/sessions/end-others", "sessions.end-others", "Sign out everywhere but here")
                        .needs(Permission.OWN)
                        .tells(Ended.class)
                        .by(this::endOthers),
                Endpoint.post("/profile/password", "profile.password", "Change one's password; ends the other sessions")
                        .needs(Permission.OWN)
                        .with(PasswordChange.class, this::changePassword));
    }

    static People.From from(ApiRequest request) {
        IPAddress address = new IPAddressString(request.address()).getAddress();
        String network = address == null
                ? request.address()
                : address.toPrefixBlock(address.isIPv4() ? 24 : 64).toCanonicalString();
        return new People.From(request.address(), network, request.headers().getOrDefault("user-agent", ""));
    }

    private static String token(ApiCall call) {
        return call.request().cookie(Callers.COOKIE).orElse("");
    }

    private @Nullable Object signIn(ApiCall call, SignIn input) {
        People.Begun begun = people.signIn(input.email(), input.password(), from(call.request()));
        String text = begun.token().reveal();
        call.header("set-cookie", cookie(text, People.SESSION_DAYS * 86_400));
        Person person = begun.person();
        call.changed("session.start", "user:" + person.user().id(), null, null);
        return view(new People.SignedIn(begun.session(), person), text);
    }

    private String cookie(String value, int maxAgeSeconds) {
        return Callers.COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + maxAgeSeconds
                + (secureCookie ? "; Secure" : "");
    }

    private static SessionView view(People.SignedIn who, String token) {
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

    private @Nullable Object signOut(ApiCall call) {
        Session session = call.person().session();
        people.end(session.user(), session.id());
        call.header("set-cookie", cookie("", 0));
        call.changed("session.end", "user:" + session.user(), null, null);
        return null;
    }

    private @Nullable Object prove(ApiCall call, Proof input) {
        people.prove(call.person(), input.password(), from(call.request()));
        return null;
    }

    private @Nullable Object sessions(ApiCall call) {
        Session current = call.person().session();
        List<SessionRow> rows = people.sessions(current.user()).stream()
                .map(session -> new SessionRow(
                        Long.toString(session.id()),
                        session.createdAt(),
                        session.seenAt(),
                        session.expiresAt(),
                        session.address(),
                        session.agent(),
                        session.id() == current.id()))
                .toList();
        return new AdminApi.Page<>(rows, null);
    }

    private @Nullable Object endOne(ApiCall call) {
        if (!people.end(call.person().session().user(), call.id())) {
            throw ApiFault.notFound("session");
        }
        call.changed("sessions.end", "session:" + call.id(), null, null);
        return null;
    }

    private @Nullable Object endOthers(ApiCall call) {
        Session current = call.person().session();
        int ended = people.endOthers(current.user(), Optional.of(current));
        call.changed("sessions.end-others", "user:" + current.user(), null, null);
        return new Ended(ended);
    }

    private @Nullable Object changePassword(ApiCall call, PasswordChange input) {
        people.changePassword(call.person(), input.oldPassword(), input.newPassword(), from(call.request()));
        call.changed("profile.password", "user:" + call.person().session().user(), null, null);
        return null;
    }
}
