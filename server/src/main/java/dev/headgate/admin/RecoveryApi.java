package dev.headgate.admin;

import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.identity.Person;
import dev.headgate.signin.Recovery;
import dev.headgate.signin.SignInWays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A forgotten password and another e-mail address, by links in letters. */
final class RecoveryApi {
    private final SignInWays ways;

    RecoveryApi(SignInWays ways) {
        this.ways = ways;
    }

    record NewPassword(@Doc("of the letter's link") Secret token, Secret password) {}

    record LetterToken(@Doc("of the letter's link") Secret token) {}

    record Address(String email) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.post(
                                "/password-reset",
                                "password-reset.ask",
                                "Ask for the letter that lets one set a password")
                        .open()
                        .unaudited()
                        .with(RegistrationApi.LetterWish.class, this::forgot),
                Endpoint.post(
                                "/password-reset/finish",
                                "password-reset.finish",
                                "Set a password with the letter's token; ends all sessions")
                        .open()
                        .with(NewPassword.class, this::reset),
                Endpoint.post("/profile/email", "profile.email.ask", "Ask for a letter to the caller's new address")
                        .needs(Permission.OWN)
                        .freshProof()
                        .with(RegistrationApi.LetterWish.class, this::changeEmail),
                Endpoint.post(
                                "/profile/email/confirm",
                                "profile.email.confirm",
                                "Change the address by the letter's token")
                        .open()
                        .with(LetterToken.class, this::confirmEmail));
    }

    private @Nullable Object forgot(ApiCall call, RegistrationApi.LetterWish input) {
        RegistrationApi.requireMail(ways);
        var language = RegistrationApi.language(call, ways, input.language());
        ways.recovery().forgot(input.email(), language, SessionApi.from(call.request()));
        return null;
    }

    private @Nullable Object reset(ApiCall call, NewPassword input) {
        Person person = ways.recovery().reset(input.token(), input.password());
        call.changed("password-reset.finish", "user:" + person.user().id(), null, null);
        return null;
    }

    private @Nullable Object changeEmail(ApiCall call, RegistrationApi.LetterWish input) {
        RegistrationApi.requireMail(ways);
        Person person = call.person().person();
        var language = RegistrationApi.language(call, ways, input.language());
        ways.recovery().changeEmail(person, input.email(), language, SessionApi.from(call.request()));
        call.changed("profile.email.ask", "user:" + person.user().id(), null, new Address(input.email()));
        return null;
    }

    private @Nullable Object confirmEmail(ApiCall call, LetterToken input) {
        Recovery.Moved moved = ways.recovery().confirmEmail(input.token());
        call.changed(
                "profile.email.confirm",
                "user:" + moved.person().user().id(),
                new Address(moved.before()),
                new Address(moved.person().user().email()));
        return null;
    }
}
