package dev.headgate.signin;

import dev.headgate.base.Check;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.GatewayException;
import dev.headgate.base.Secret;
import dev.headgate.base.UserId;
import dev.headgate.identity.People;
import dev.headgate.identity.Role;
import dev.headgate.settings.Settings;
import dev.headgate.signin.JdbcLinkStore.Link;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Making oneself an account, where that is open: a letter first, and a password only from who could read it, so that nobody can lie
 * in wait behind somebody else's address. Blocking; thread-safe.
 */
public final class Registration {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
    private static final int EMAIL_MAX = 320;

    private final MailedLinks links;
    private final Newcomers newcomers;
    private final Settings settings;

    Registration(MailedLinks links, Newcomers newcomers, Settings settings) {
        this.links = links;
        this.newcomers = newcomers;
        this.settings = settings;
    }

    public RegistrationSettings settings() {
        return settings.of(RegistrationSettings.TOPIC);
    }

    public RegistrationSettings change(UnaryOperator<RegistrationSettings> edit) {
        return settings.change(RegistrationSettings.TOPIC, edit);
    }

    /** An address as it is kept; refused where it can't be one. */
    static String checked(String email) {
        String address = Newcomers.address(email);
        Check.that(
                EMAIL.matcher(address).matches() && address.length() <= EMAIL_MAX,
                "email",
                "\"" + email + "\"",
                "an e-mail address");
        return address;
    }

    /** Asks for the letter; says nothing about whether the address is known. */
    public void ask(String email, Language language, People.From from) {
        String address = checked(email);
        requireOpen(address);
        links.ask(new MailedLinks.Wish(LinkKind.REGISTER, address, new UserId(0), language), from);
    }

    private void requireOpen(String address) {
        RegistrationSettings now = settings();
        if (now.mode() != RegistrationSettings.Mode.OPEN) {
            throw new GatewayException(
                    ErrorCode.FORBIDDEN,
                    now.mode() == RegistrationSettings.Mode.INVITATION
                            ? "Accounts are made by invitation here."
                            : "Accounts are made by the operator here.");
        }
        Check.that(
                now.allows(address),
                "email",
                "\"" + address + "\"",
                "an address at " + String.join(" or ", now.allowedDomains()));
    }

    /** Makes the account, with the token of the letter. */
    public Newcomers.Arrived finish(Secret token, Newcomers.Self self) {
        Link link = links.look(LinkKind.REGISTER, token).orElseThrow(MailedLinks::over);
        requireOpen(link.email());
        Newcomers.Terms terms = settings().terms(Role.USER);
        Newcomers.Arrived arrived = newcomers.make(link.email(), self.password(), self.name(), terms, self.promoCode());
        links.use(LinkKind.REGISTER, token, new UserId(0));
        return arrived;
    }
}
