package dev.headgate.signin;

import dev.headgate.base.IdSource;
import dev.headgate.identity.GroupRights;
import dev.headgate.identity.Identity;
import dev.headgate.identity.People;
import dev.headgate.mail.Mail;
import dev.headgate.settings.Settings;
import dev.headgate.settings.SiteSettings;
import java.util.function.Supplier;

/** All ways to sign in besides the password, and to come to a sign-in, put together. Blocking; thread-safe. */
public final class SignInWays implements AutoCloseable {
    private final SecondFactors factors;
    private final HalfSessions halves;
    private final Settings settings;
    private final Mail mail;
    private final MailedLinks links;
    private final Registration registration;
    private final Invitations invitations;
    private final Recovery recovery;
    private final Passkeys passkeys;
    private final ExternalSignIn external;

    /**
     * What else is there.
     *
     * @param base how users reach Headgate, without a slash at its end: links are made from it, never from what a request says
     */
    public record Beside(
            IdSource ids,
            People people,
            Identity identity,
            Settings settings,
            Mail mail,
            Welcome welcome,
            WebAccess web,
            Supplier<String> base) {}

    public SignInWays(SignInParts parts, Beside beside) {
        factors = new SecondFactors(parts);
        halves = new HalfSessions(parts);
        mail = beside.mail();
        settings = beside.settings();
        Post post = new Post(mail, beside.base(), this::site);
        links = new MailedLinks(parts, beside.ids(), beside.people(), post);
        Newcomers newcomers = new Newcomers(beside.people(), beside.identity(), beside.welcome());
        registration = new Registration(links, newcomers, beside.settings());
        invitations = new Invitations(parts, beside.ids(), beside.people(), newcomers, post);
        external = new ExternalSignIn(
                parts,
                beside.ids(),
                new ExternalSignIn.Whom(beside.people(), newcomers, new GroupRights(parts.store(), beside.identity())),
                new ExternalSignIn.Outside(beside.settings(), beside.web(), beside.base()));
        passkeys = new Passkeys(parts, beside.ids(), beside.base());
        recovery = new Recovery(links, beside.people(), beside.identity(), halves, post);
    }

    public void start() {
        links.start();
    }

    public SecondFactors factors() {
        return factors;
    }

    public HalfSessions halves() {
        return halves;
    }

    /** What this Headgate calls itself. */
    public SiteSettings site() {
        return settings.of(SiteSettings.TOPIC);
    }

    public Mail mail() {
        return mail;
    }

    public Registration registration() {
        return registration;
    }

    public Invitations invitations() {
        return invitations;
    }

    public ExternalSignIn external() {
        return external;
    }

    public Passkeys passkeys() {
        return passkeys;
    }

    public Recovery recovery() {
        return recovery;
    }

    @Override
    public void close() {
        links.close();
    }
}
