package dev.headgate.admin;

import dev.headgate.base.Money;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.signin.IdentityProvider;
import dev.headgate.signin.Language;
import dev.headgate.signin.Newcomers;
import dev.headgate.signin.RegistrationSettings;
import dev.headgate.signin.SignInWays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a stranger finds at the door, and how they make themselves an account where that is open. */
final class RegistrationApi {
    private final SignInWays ways;
    private final SessionStart start;

    RegistrationApi(SignInWays ways, SessionStart start) {
        this.ways = ways;
        this.start = start;
    }

    /** What the sign-in page shows. */
    record SignInOptions(
            @Doc("closed, invitation or open") String registration,
            List<String> allowedDomains,

            @Doc("whether letters can be sent, and so a forgotten password replaced")
            boolean passwordReset,

            @Doc("whether this Headgate is reached in a way that passkeys work for")
            boolean passkeys,

            List<Way> providers) {}

    /** Another site to sign in by: at {@code /sign-in/providers/ID}. */
    record Way(String id, String label) {}

    record RegistrationView(
            @Doc("closed, invitation or open") String mode,

            @Doc("of e-mail addresses; empty = any") List<String> allowedDomains,

            @Doc("what the balance of who registers begins with, nano-dollars")
            long balanceNanos,

            @Doc("calls at once of who registers, 0 = no limit")
            int concurrency,

            @Doc("calls within a minute of who registers, 0 = no limit")
            long requestsPerMinute) {}

    /** What is absent stays as it is. */
    record RegistrationChange(
            @Doc("closed, invitation or open") @Nullable String mode,

            @Doc("of e-mail addresses; empty = any") @Nullable
            List<String> allowedDomains,

            @Needs(Permission.MONEY_WRITE) @Doc("what the balance of who registers begins with, nano-dollars") @Nullable
            Long balanceNanos,

            @Doc("calls at once of who registers, 0 = no limit") @Nullable
            Integer concurrency,

            @Doc("calls within a minute of who registers, 0 = no limit") @Nullable
            Long requestsPerMinute) {}

    record LetterWish(
            String email,

            @Doc("of the letter: en or zh; absent = the browser's") @Nullable
            String language) {}

    record Registrant(
            @Doc("of the letter's or invitation's link") Secret token,
            Secret password,
            @Nullable String name,
            @Nullable String promoCode,

            @Doc("must be true where the site has terms (GET /site)") @Nullable
            Boolean termsAccepted) {}

    record Registered(
            SessionView session,

            @Doc("why the promotion code was refused; null when it wasn't") @Nullable
            String promoCodeRefusal) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/sign-in/options", "sign-in.options", "What the sign-in page offers")
                        .open()
                        .gives(SignInOptions.class)
                        .by(call -> options()),
                Endpoint.get("/settings/registration", "settings.registration.show", "Who may make an account")
                        .needs(Permission.SETTINGS_READ)
                        .gives(RegistrationView.class)
                        .by(call -> view(ways.registration().settings())),
                Endpoint.patch("/settings/registration", "settings.registration.change", "Say who may make an account")
                        .needs(Permission.SETTINGS_WRITE)
                        .gives(RegistrationView.class)
                        .with(RegistrationChange.class, this::change),
                Endpoint.post("/registration", "registration.ask", "Ask for the letter that lets one make an account")
                        .open()
                        .unaudited()
                        .with(LetterWish.class, this::ask),
                Endpoint.post(
                                "/registration/finish",
                                "registration.finish",
                                "Make the account with the letter's token; signs in")
                        .open()
                        .secretOnce()
                        .gives(Registered.class)
                        .with(Registrant.class, this::finish));
    }

    private SignInOptions options() {
        RegistrationSettings now = ways.registration().settings();
        return new SignInOptions(
                id(now.mode()),
                now.allowedDomains(),
                ways.mail().ready(),
                ways.passkeys().usable(),
                ways.external().providers().stream()
                        .filter(IdentityProvider::enabled)
                        .map(one -> new Way(one.id(), one.label()))
                        .toList());
    }

    private static String id(RegistrationSettings.Mode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    private static RegistrationView view(RegistrationSettings settings) {
        return new RegistrationView(
                id(settings.mode()),
                settings.allowedDomains(),
                settings.gift().nanos(),
                settings.concurrency(),
                settings.requestsPerMinute());
    }

    private @Nullable Object change(ApiCall call, RegistrationChange input) {
        RegistrationView before = view(ways.registration().settings());
        RegistrationView after = view(ways.registration()
                .change(old -> new RegistrationSettings(
                        input.mode() == null ? old.mode() : mode(input.mode()),
                        input.allowedDomains() == null ? old.allowedDomains() : input.allowedDomains(),
                        input.balanceNanos() == null ? old.gift() : new Money(input.balanceNanos()),
                        input.concurrency() == null ? old.concurrency() : input.concurrency(),
                        input.requestsPerMinute() == null ? old.requestsPerMinute() : input.requestsPerMinute())));
        call.changed("settings.registration.change", "settings:registration", before, after);
        return after;
    }

    private static RegistrationSettings.Mode mode(String text) {
        return switch (text) {
            case "closed" -> RegistrationSettings.Mode.CLOSED;
            case "invitation" -> RegistrationSettings.Mode.INVITATION;
            case "open" -> RegistrationSettings.Mode.OPEN;
            default ->
                throw new IllegalArgumentException("mode: \"" + text + "\" (expected: closed, invitation or open)");
        };
    }

    /** The language somebody asked for, else their browser's. */
    static Language language(ApiCall call, SignInWays ways, @Nullable String wanted) {
        return Language.of(
                wanted == null ? call.request().header("accept-language").orElse("") : wanted,
                ways.site().defaultLanguage());
    }

    /** Refuses what needs a letter while none can be sent. */
    static void requireMail(SignInWays ways) {
        if (!ways.mail().ready()) {
            throw new ApiFault(409, "mail_not_set_up", "This Headgate can't send letters; ask its operator.");
        }
    }

    private @Nullable Object ask(ApiCall call, LetterWish input) {
        requireMail(ways);
        ways.registration().ask(input.email(), language(call, ways, input.language()), SessionApi.from(call.request()));
        return null;
    }

    /** Who doesn't agree to the site's terms gets no account. */
    static void requireTerms(SignInWays ways, Registrant input) {
        String terms = ways.site().termsUrl();
        if (!terms.isEmpty() && !Boolean.TRUE.equals(input.termsAccepted())) {
            throw ApiFault.invalid(
                    List.of(new ApiFault.Field("terms_accepted", "not true (expected: agreement to " + terms + ")")));
        }
    }

    private @Nullable Object finish(ApiCall call, Registrant input) {
        requireTerms(ways, input);
        Newcomers.Arrived arrived = ways.registration().finish(input.token(), self(input));
        return registered(call, "registration.finish", arrived, start);
    }

    static Newcomers.Self self(Registrant input) {
        String name = input.name() == null ? "" : input.name().strip();
        return new Newcomers.Self(name, input.password(), input.promoCode());
    }

    /** Signs in who has just made an account. */
    static Registered registered(ApiCall call, String action, Newcomers.Arrived arrived, SessionStart start) {
        var person = arrived.person();
        call.changed(
                action,
                "user:" + person.user().id(),
                null,
                new Account(person.user().email(), person.role().id()));
        return new Registered(
                start.begin(call, person), arrived.promoCodeRefusal().orElse(null));
    }

    /** As the audit log tells it. */
    record Account(String email, String role) {}
}
