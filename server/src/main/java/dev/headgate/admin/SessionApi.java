package dev.headgate.admin;

import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import dev.headgate.identity.People;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Person;
import dev.headgate.identity.Session;
import dev.headgate.signin.SignInWays;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signing in and out, and what a person sees and changes of their own sign-in. */
final class SessionApi {
    private final People people;
    private final SignInWays ways;
    private final SessionStart start;

    SessionApi(People people, SignInWays ways, SessionStart start) {
        this.people = people;
        this.ways = ways;
        this.start = start;
    }

    record SignIn(String email, Secret password) {}

    record Proof(
            @Nullable Secret password,

            @Doc("of the authenticator app, or a recovery code, in place of the password") @Nullable
            Secret code) {}

    record PasswordChange(Secret oldPassword, Secret newPassword) {}

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
                Endpoint.post(
                                "/session",
                                "session.start",
                                "Sign in with e-mail address and password; second_factor_needed when they aren't enough")
                        .open()
                        .secretOnce()
                        .gives(SessionView.class)
                        .with(SignIn.class, this::signIn),
                Endpoint.get("/session", "session.show", "Who is signed in")
                        .needs(Permission.OWN)
                        .gives(SessionView.class)
                        .by(call -> SessionView.of(call.person(), token(call))),
                Endpoint.delete("/session", "session.end", "Sign out")
                        .needs(Permission.OWN)
                        .by(this::signOut),
                Endpoint.post(
                                "/session/proof",
                                "session.prove",
                                "Prove again who sits there, before what matters most; changes cookie and csrf_token")
                        .needs(Permission.OWN)
                        .secretOnce()
                        .tells(SessionView.class)
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
        Person person = people.check(input.email(), input.password(), from(call.request()));
        return start.afterFirstStep(call, person);
    }

    private @Nullable Object signOut(ApiCall call) {
        Session session = call.person().session();
        people.end(session.user(), session.id());
        start.clear(call);
        call.changed("session.end", "user:" + session.user(), null, null);
        return null;
    }

    private @Nullable Object prove(ApiCall call, Proof input) {
        People.SignedIn who = call.person();
        Secret password = input.password();
        Secret code = input.code();
        if ((password == null) == (code == null)) {
            throw ApiFault.invalid(List.of(new ApiFault.Field("password", "(expected: either password or code)")));
        }
        if (password != null) {
            people.requirePassword(who, password, from(call.request()));
        } else if (code != null && !start.codeIsRight(who.person(), code, from(call.request()))) {
            throw new ApiFault(403, "forbidden", "The code is not right.");
        }
        call.changed("session.prove", "user:" + who.session().user(), null, null);
        return start.proved(call, who);
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
        ways.halves().endAll(call.person().session().user());
        call.changed("profile.password", "user:" + call.person().session().user(), null, null);
        return null;
    }
}
