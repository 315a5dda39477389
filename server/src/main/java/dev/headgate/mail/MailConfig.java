package dev.headgate.mail;

import dev.headgate.base.Check;
import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The mail server that letters go through. */
public record MailConfig(
        @Doc(
                "the SMTP server; without one the console's settings say it. Here it may be private, there it must be public")
        @Nullable
        String host,

        @Doc("TCP port, usually 587 for starttls, 465 for tls, 25 for none")
        int port,

        @Doc(
                "how the connection is protected: starttls (refused by a server that can't) or tls; none only on a trusted network")
        Security security,

        @Doc("user to sign in as, where the server wants one") @Nullable
        String user,

        @Doc("password of that user") @Nullable Secret password,

        @Doc(
                "sender of all letters, as `headgate@example.com` or `Headgate <headgate@example.com>`; needed with a host")
        @Nullable
        String from,

        @Doc(
                "PEM file of certificates that the server's may be signed by, beside those that this machine trusts: for a mail server"
                        + " with an authority of your own")
        @Nullable
        Path caFile) {
    public static final MailConfig DEFAULTS = new MailConfig(null, 587, Security.STARTTLS, null, null, null, null);

    /** How a connection is protected. */
    public enum Security {
        NONE,
        STARTTLS,
        TLS
    }

    public MailConfig {
        Check.range("port", port, 1, 65_535);
        Check.that(host == null || !host.isBlank(), "host", "\"\"", "a name or address");
        Check.that((user == null) == (password == null), "user", "one of user and password", "both or none");
        Check.that(caFile == null || host != null, "ca-file", String.valueOf(caFile), "none without a host");
        Check.that(host == null || from != null, "from", "missing", "the sender's address");
        Check.that(from == null || isAddress(from), "from", "\"" + from + "\"", "an e-mail address");
    }

    /** Whether letters can be sent at all. */
    boolean usable() {
        return host != null;
    }

    static boolean isAddress(String text) {
        try {
            new InternetAddress(text, true).validate();
            return text.indexOf('@') > 0 && text.chars().noneMatch(c -> c < ' ');
        } catch (AddressException e) {
            return false;
        }
    }
}
