package dev.headgate.admin;

import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.identity.People;
import dev.headgate.identity.Person;
import dev.headgate.signin.HalfSessions;
import dev.headgate.signin.SignInWays;
import java.util.Optional;

/** Where every way to sign in ends: a new session under a new token, or the wait for a second factor; with their cookies. */
final class SessionStart {
    /** Names a sign-in that waits for its second step; opens nothing else. */
    static final String HALF_COOKIE = "headgate_half_session";

    private final People people;
    private final SignInWays ways;
    private final Features.Told told;

    SessionStart(People people, SignInWays ways, Features.Told told) {
        this.people = people;
        this.ways = ways;
        this.told = told;
    }

    /** A cookie that no script can read and that no page of another site can have sent with a change; over TLS only where users have it. */
    String cookie(String name, String value, int maxAgeSeconds) {
        return name + "=" + value + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + maxAgeSeconds
                + (told.secure().getAsBoolean() ? "; Secure" : "");
    }

    /**
     * Goes on after a password or another site's word: begins the session, or refuses until the second factor is there.
     *
     * @throws ApiFault {@code second_factor_needed}, with the cookie that names the wait
     */
    SessionView afterFirstStep(ApiCall call, Person person) {
        if (!needsSecondFactor(person)) {
            return begin(call, person);
        }
        Secret half = ways.halves().begin(person.user().id());
        throw new ApiFault(
                        401,
                        "second_factor_needed",
                        "A second factor is needed: GET /api/v1/session/second-factor tells which.")
                .header("set-cookie", cookie(HALF_COOKIE, half.reveal(), HalfSessions.MINUTES * 60));
    }

    private boolean needsSecondFactor(Person person) {
        var user = person.user().id();
        return ways.factors().standing(user).totp()
                || !ways.passkeys().list(user).isEmpty();
    }

    /** Signs in whose second step was right, unless another try was faster. */
    SessionView afterSecondStep(ApiCall call, UserId user, Secret half) {
        Person person = people.person(user)
                .filter(one -> one.user().enabled())
                .filter(one -> ways.halves().end(half))
                .orElseThrow(FactorsApi::noHalf);
        call.header("set-cookie", cookie(HALF_COOKIE, "", 0));
        return begin(call, person);
    }

    /** Signs in who has proved enough. */
    SessionView begin(ApiCall call, Person person) {
        People.Begun begun = people.begin(person, SessionApi.from(call.request()));
        call.changed("session.start", "user:" + person.user().id(), null, null);
        return handOver(call, begun);
    }

    /** Goes on with a session after a fresh proof. */
    SessionView proved(ApiCall call, People.SignedIn who) {
        return handOver(call, people.proved(who));
    }

    private SessionView handOver(ApiCall call, People.Begun begun) {
        String token = begun.token().reveal();
        call.header("set-cookie", cookie(Callers.COOKIE, token, People.SESSION_DAYS * 86_400));
        return SessionView.of(new People.SignedIn(begun.session(), begun.person()), token);
    }

    void clear(ApiCall call) {
        call.header("set-cookie", cookie(Callers.COOKIE, "", 0));
    }

    /** The sign-in of this browser that waits for its second step. */
    Optional<HalfSessions.Half> half(ApiCall call) {
        return halfToken(call).flatMap(ways.halves()::find);
    }

    Optional<Secret> halfToken(ApiCall call) {
        return call.request()
                .cookie(HALF_COOKIE)
                .filter(text -> !text.isEmpty() && text.length() <= 100)
                .map(Secret::new);
    }

    /** Whether a code is that person's; tries are counted and slowed down like those of passwords, but apart from them. */
    boolean codeIsRight(Person person, Secret code, People.From from) {
        String whom = "code of " + person.user().email();
        people.admit(whom, from);
        boolean right = ways.factors().matches(person.user().id(), code.reveal());
        people.tried(whom, from, right);
        return right;
    }
}
