package dev.headgate.admin;

import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.config.Doc;
import dev.headgate.identity.People;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Person;
import dev.headgate.signin.HalfSessions;
import dev.headgate.signin.Passkey;
import dev.headgate.signin.Passkeys;
import dev.headgate.signin.SignInWays;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passkeys: to sign in without a password, as second factor, as fresh proof; and a person's own. */
final class PasskeysApi {
    private static final List<Integer> ALGORITHMS = List.of(-7, -257);

    private final People people;
    private final SignInWays ways;
    private final SessionStart start;

    PasskeysApi(People people, SignInWays ways, SessionStart start) {
        this.people = people;
        this.ways = ways;
        this.start = start;
    }

    record ChallengeWish(
            @Doc("sign_in, second_factor (of the sign-in that waits) or proof (of who is signed in)")
            String purpose) {}

    record PasskeyChallenge(
            @Doc("base64url") String challenge,
            @Doc("rp.id") String site,

            @Doc("ids of the person's passkeys, base64url; empty for sign_in")
            List<String> passkeys) {}

    record PasskeyOptions(
            @Doc("base64url") String challenge,
            @Doc("rp.id") String site,
            @Doc("user.id, base64url") String userHandle,
            @Doc("user.name") String userName,
            @Doc("COSE, the best first") List<Integer> algorithms,

            @Doc("ids of passkeys that are there already, base64url")
            List<String> exclude) {}

    /** What {@code navigator.credentials.get} gave, base64url. */
    record PasskeyAnswer(
            String id,
            String clientDataJson,
            String authenticatorData,
            String signature,
            @Nullable String userHandle) {
        Passkeys.Answer read() {
            return new Passkeys.Answer(id, clientDataJson, authenticatorData, signature, userHandle);
        }
    }

    /** What {@code navigator.credentials.create} gave, base64url. */
    record NewPasskey(@Doc("1 - 100 characters") String name, String clientDataJson, String attestationObject) {}

    record PasskeyName(String name) {}

    record PasskeyView(
            String id,
            String name,

            @Doc("whether it outlives its device in somebody's cloud")
            boolean backedUp,

            Instant createdAt,
            Instant usedAt) {
        static PasskeyView of(Passkey one) {
            return new PasskeyView(Long.toString(one.id()), one.name(), one.backedUp(), one.createdAt(), one.usedAt());
        }
    }

    record MadePasskey(
            PasskeyView passkey,

            @Doc("shown once, with the first second factor only; else empty")
            List<String> recoveryCodes) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.post("/passkeys/challenge", "passkeys.challenge", "Ask for a challenge to a passkey")
                        .open()
                        .unaudited()
                        .tells(PasskeyChallenge.class)
                        .with(ChallengeWish.class, this::challenge),
                Endpoint.post(
                                "/session/passkey",
                                "session.passkey",
                                "Sign in with a passkey, without name and password")
                        .open()
                        .secretOnce()
                        .gives(SessionView.class)
                        .with(PasskeyAnswer.class, this::signIn),
                Endpoint.post(
                                "/session/second-factor/passkey",
                                "session.second-factor.passkey",
                                "The second step of a sign-in, by passkey")
                        .open()
                        .secretOnce()
                        .gives(SessionView.class)
                        .with(PasskeyAnswer.class, this::secondStep),
                Endpoint.post(
                                "/session/proof/passkey",
                                "session.prove.passkey",
                                "Prove again who sits there, by passkey")
                        .needs(Permission.OWN)
                        .secretOnce()
                        .tells(SessionView.class)
                        .with(PasskeyAnswer.class, this::prove),
                Endpoint.get("/profile/passkeys", "profile.passkeys.list", "The caller's passkeys")
                        .needs(Permission.OWN)
                        .givesPage(PasskeyView.class)
                        .by(call -> new AdminApi.Page<>(
                                ways.passkeys().list(user(call)).stream()
                                        .map(PasskeyView::of)
                                        .toList(),
                                null)),
                Endpoint.post("/profile/passkeys/options", "profile.passkeys.options", "Begin to make a passkey")
                        .needs(Permission.OWN)
                        .freshProof()
                        .unaudited()
                        .tells(PasskeyOptions.class)
                        .by(this::options),
                Endpoint.post("/profile/passkeys", "profile.passkeys.create", "Keep a new passkey")
                        .needs(Permission.OWN)
                        .freshProof()
                        .secretOnce()
                        .gives(MadePasskey.class)
                        .with(NewPasskey.class, this::make),
                Endpoint.patch("/profile/passkeys/{id}", "profile.passkeys.rename", "Give a passkey another name")
                        .needs(Permission.OWN)
                        .with(PasskeyName.class, this::rename),
                Endpoint.delete("/profile/passkeys/{id}", "profile.passkeys.delete", "Take a passkey away")
                        .needs(Permission.OWN)
                        .freshProof()
                        .by(this::remove));
    }

    private static UserId user(ApiCall call) {
        return call.person().session().user();
    }

    private @Nullable Object challenge(ApiCall call, ChallengeWish input) {
        People.From from = SessionApi.from(call.request());
        return view(
                switch (input.purpose()) {
                    case "sign_in" -> ways.passkeys().challenge(Passkeys.Purpose.SIGN_IN, new UserId(0), from);
                    case "second_factor" ->
                        ways.passkeys()
                                .challenge(
                                        Passkeys.Purpose.SECOND_FACTOR,
                                        start.half(call)
                                                .orElseThrow(FactorsApi::noHalf)
                                                .user(),
                                        from);
                    case "proof" -> {
                        if (!(call.actor() instanceof Actor.Browser)) {
                            throw new ApiFault(401, "unauthenticated", "Sign in first.");
                        }
                        yield ways.passkeys().challenge(Passkeys.Purpose.PROOF, user(call), from);
                    }
                    default ->
                        throw new IllegalArgumentException(
                                "purpose: \"" + input.purpose() + "\" (expected: sign_in, second_factor or proof)");
                });
    }

    private static PasskeyChallenge view(Passkeys.Challenge one) {
        return new PasskeyChallenge(one.challenge(), one.site(), one.passkeys());
    }

    /** A passkey that has seen its owner is two factors in one: nothing else is asked for. */
    private @Nullable Object signIn(ApiCall call, PasskeyAnswer input) {
        UserId user = ways.passkeys().check(Passkeys.Purpose.SIGN_IN, new UserId(0), input.read());
        Person person = people.person(user)
                .filter(one -> one.user().enabled())
                .orElseThrow(() -> new ApiFault(403, "forbidden", "The passkey's answer doesn't hold; try again."));
        return start.begin(call, person);
    }

    private @Nullable Object secondStep(ApiCall call, PasskeyAnswer input) {
        HalfSessions.Half half = start.half(call).orElseThrow(FactorsApi::noHalf);
        Secret token = start.halfToken(call).orElseThrow(FactorsApi::noHalf);
        ways.halves().tried(token);
        ways.passkeys().check(Passkeys.Purpose.SECOND_FACTOR, half.user(), input.read());
        return start.afterSecondStep(call, half.user(), token);
    }

    private @Nullable Object prove(ApiCall call, PasskeyAnswer input) {
        People.SignedIn who = call.person();
        ways.passkeys().check(Passkeys.Purpose.PROOF, who.session().user(), input.read());
        call.changed("session.prove", "user:" + who.session().user(), null, null);
        return start.proved(call, who);
    }

    private @Nullable Object options(ApiCall call) {
        UserId user = user(call);
        Passkeys.Challenge one =
                ways.passkeys().challenge(Passkeys.Purpose.REGISTER, user, SessionApi.from(call.request()));
        return new PasskeyOptions(
                one.challenge(),
                one.site(),
                Passkeys.handle(user),
                call.person().person().user().email(),
                ALGORITHMS,
                one.passkeys());
    }

    private @Nullable Object make(ApiCall call, NewPasskey input) {
        UserId user = user(call);
        PasskeyView made = PasskeyView.of(ways.passkeys()
                .add(user, new Passkeys.Fresh(input.name(), input.clientDataJson(), input.attestationObject())));
        List<String> codes = ways.factors().standing(user).recoveryCodes() > 0
                ? List.of()
                : ways.factors().renewRecoveryCodes(user).stream()
                        .map(Secret::reveal)
                        .toList();
        call.changed("profile.passkeys.create", "user:" + user, null, made);
        return new MadePasskey(made, codes);
    }

    private PasskeyView own(ApiCall call) {
        return ways.passkeys().list(user(call)).stream()
                .filter(one -> one.id() == call.id())
                .findFirst()
                .map(PasskeyView::of)
                .orElseThrow(() -> ApiFault.notFound("passkey"));
    }

    private @Nullable Object rename(ApiCall call, PasskeyName input) {
        PasskeyView before = own(call);
        ways.passkeys().rename(user(call), call.id(), input.name());
        call.changed("profile.passkeys.rename", "user:" + user(call), before, own(call));
        return null;
    }

    private @Nullable Object remove(ApiCall call) {
        UserId user = user(call);
        PasskeyView before = own(call);
        List<Passkey> all = ways.passkeys().list(user);
        if (all.size() == 1
                && !call.person().person().hasPassword()
                && ways.external().linked(user).isEmpty()) {
            throw new ApiFault(409, "last_way_in", "Set a password first: this is your only way to sign in.");
        }
        ways.passkeys().remove(user, call.id());
        if (all.size() == 1 && !ways.factors().standing(user).totp()) {
            ways.factors().remove(user, false);
        }
        call.changed("profile.passkeys.delete", "user:" + user, before, null);
        return null;
    }
}
