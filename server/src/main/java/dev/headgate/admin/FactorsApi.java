package dev.headgate.admin;

import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.config.Doc;
import dev.headgate.identity.People;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Person;
import dev.headgate.signin.HalfSessions;
import dev.headgate.signin.SecondFactors;
import dev.headgate.signin.SignInWays;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The second step of a sign-in, and what a person has for it. */
final class FactorsApi {
    private static final String ISSUER = "Headgate";

    private final People people;
    private final SignInWays ways;
    private final SessionStart start;

    FactorsApi(People people, SignInWays ways, SessionStart start) {
        this.people = people;
        this.ways = ways;
        this.start = start;
    }

    record Code(
            @Doc("of the authenticator app, or a recovery code")
            Secret code) {}

    /** A sign-in that waits for its second step. */
    record SecondStep(Instant expiresAt, List<String> methods) {}

    record FactorsView(boolean totp, int passkeys, int recoveryCodes) {}

    record NewTotp(
            @Doc("shown once; to be typed into the app") String secret,

            @Doc("the same, to be shown as QR code") String uri) {}

    record RecoveryCodes(@Doc("each good once; shown once") List<String> codes) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/session/second-factor", "session.second-factor.show", "What the sign-in waits for")
                        .open()
                        .gives(SecondStep.class)
                        .by(this::waiting),
                Endpoint.post("/session/second-factor", "session.second-factor", "The second step of a sign-in")
                        .open()
                        .secretOnce()
                        .gives(SessionView.class)
                        .with(Code.class, this::secondStep),
                Endpoint.get("/profile/second-factors", "profile.factors", "What the caller has besides a password")
                        .needs(Permission.OWN)
                        .gives(FactorsView.class)
                        .by(this::mine),
                Endpoint.post("/profile/totp", "profile.totp.enrol", "Make a secret for an authenticator app")
                        .needs(Permission.OWN)
                        .freshProof()
                        .secretOnce()
                        .gives(NewTotp.class)
                        .by(this::enrol),
                Endpoint.post(
                                "/profile/totp/confirm",
                                "profile.totp.confirm",
                                "Put the authenticator app in force; ends the other sessions")
                        .needs(Permission.OWN)
                        .freshProof()
                        .secretOnce()
                        .gives(RecoveryCodes.class)
                        .with(Code.class, this::confirm),
                Endpoint.delete(
                                "/profile/totp",
                                "profile.totp.remove",
                                "Do without the authenticator app and its recovery codes")
                        .needs(Permission.OWN)
                        .freshProof()
                        .by(this::remove),
                Endpoint.post("/profile/recovery-codes", "profile.recovery-codes", "New recovery codes for old ones")
                        .needs(Permission.OWN)
                        .freshProof()
                        .secretOnce()
                        .gives(RecoveryCodes.class)
                        .by(this::renewCodes),
                Endpoint.delete(
                                "/users/{id}/second-factors",
                                "users.second-factors.remove",
                                "Take away the second factors of somebody who lost them; ends their sessions")
                        .needs(Permission.USERS_WRITE)
                        .freshProof()
                        .by(this::removeOf));
    }

    static ApiFault noHalf() {
        return new ApiFault(401, "sign_in_over", "No sign-in waits here for its second step; begin anew.");
    }

    private @Nullable Object waiting(ApiCall call) {
        HalfSessions.Half half = start.half(call).orElseThrow(FactorsApi::noHalf);
        FactorsView has = view(half.user());
        List<String> methods = new ArrayList<>();
        if (has.passkeys() > 0) {
            methods.add("passkey");
        }
        if (has.totp()) {
            methods.add("totp");
        }
        if (has.recoveryCodes() > 0) {
            methods.add("recovery_code");
        }
        return new SecondStep(half.expiresAt(), methods);
    }

    private @Nullable Object secondStep(ApiCall call, Code input) {
        HalfSessions.Half half = start.half(call).orElseThrow(FactorsApi::noHalf);
        Secret token = start.halfToken(call).orElseThrow(FactorsApi::noHalf);
        Person person = person(half.user()).orElseThrow(FactorsApi::noHalf);
        ways.halves().tried(token);
        if (!start.codeIsRight(person, input.code(), SessionApi.from(call.request()))) {
            throw new ApiFault(403, "forbidden", "The code is not right.");
        }
        return start.afterSecondStep(call, half.user(), token);
    }

    private Optional<Person> person(UserId user) {
        return people.person(user).filter(one -> one.user().enabled());
    }

    private @Nullable Object mine(ApiCall call) {
        return view(call.person().session().user());
    }

    private @Nullable Object enrol(ApiCall call) {
        Person person = call.person().person();
        if (ways.factors().standing(person.user().id()).totp()) {
            throw new ApiFault(409, "totp_in_use", "An authenticator app is in use; remove it first.");
        }
        var made = ways.factors().enrol(person.user().id(), person.user().email(), ISSUER);
        call.changed("profile.totp.enrol", "user:" + person.user().id(), null, null);
        return new NewTotp(made.text().reveal(), made.uri().reveal());
    }

    private @Nullable Object confirm(ApiCall call, Code input) {
        UserId user = call.person().session().user();
        List<Secret> codes = ways.factors().confirm(user, input.code().reveal());
        if (codes.isEmpty()) {
            throw new ApiFault(403, "forbidden", "The code is not right; look at the clock of the device.");
        }
        people.endOthers(user, Optional.of(call.person().session()));
        call.changed("profile.totp.confirm", "user:" + user, null, view(user));
        return shown(codes);
    }

    private FactorsView view(UserId user) {
        SecondFactors.Standing standing = ways.factors().standing(user);
        return new FactorsView(standing.totp(), ways.passkeys().list(user).size(), standing.recoveryCodes());
    }

    private static RecoveryCodes shown(List<Secret> codes) {
        return new RecoveryCodes(codes.stream().map(Secret::reveal).toList());
    }

    private @Nullable Object remove(ApiCall call) {
        UserId user = call.person().session().user();
        FactorsView before = view(user);
        ways.factors().remove(user, before.passkeys() > 0);
        call.changed("profile.totp.remove", "user:" + user, before, view(user));
        return null;
    }

    private @Nullable Object renewCodes(ApiCall call) {
        UserId user = call.person().session().user();
        FactorsView has = view(user);
        if (!has.totp() && has.passkeys() == 0) {
            throw new ApiFault(409, "no_second_factor", "Set up an authenticator app or a passkey first.");
        }
        List<Secret> codes = ways.factors().renewRecoveryCodes(user);
        call.changed("profile.recovery-codes", "user:" + user, null, null);
        return shown(codes);
    }

    private @Nullable Object removeOf(ApiCall call) {
        UserId user = new UserId(call.id());
        Person person = people.person(user).orElseThrow(() -> ApiFault.notFound("user"));
        for (Permission permission : person.role().permissions()) {
            if (permission != Permission.OWN && !call.actor().may(permission)) {
                throw new ApiFault(403, "forbidden", "Only who may do all that this user may can do that.");
            }
        }
        FactorsView before = view(user);
        ways.factors().remove(user, false);
        ways.passkeys().removeAll(user);
        people.endOthers(user, Optional.empty());
        call.changed("users.second-factors.remove", "user:" + user, before, view(user));
        return null;
    }
}
