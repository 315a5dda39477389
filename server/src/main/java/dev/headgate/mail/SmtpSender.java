package dev.headgate.mail;

import dev.headgate.base.Secret;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.jspecify.annotations.Nullable;

/** Brings a letter to the mail server (SMTP, RFC 5321), one connection each. Blocks at most a minute; stateless. */
final class SmtpSender {
    private static final String TIMEOUT_MILLIS = "20000";
    private static final int WORDS_MAX = 400;

    private SmtpSender() {}

    /**
     * Sends a letter.
     *
     * @param id makes the Message-ID, so that a letter sent twice is seen to be one
     * @param refusal why an address may not be connected to, empty when it may
     * @throws MailFailure in the server's words
     */
    static void send(
            MailConfig server, Letter letter, long id, Instant now, Function<InetAddress, Optional<String>> refusal)
            throws MailFailure {
        try {
            Transport.send(message(session(server, refusal), server, letter, id, now));
        } catch (AuthenticationFailedException e) {
            throw new MailFailure("the mail server refused user and password: " + words(e), false);
        } catch (MessagingException e) {
            if (certificateRefused(e)) {
                throw new MailFailure(
                        "the mail server's certificate is refused: " + words(e) + " (expected: one for " + server.host()
                                + ", signed by whom this machine or mail.ca-file trusts)",
                        false);
            }
            throw new MailFailure(words(e), unknownReceiver(e));
        }
    }

    private static Session session(MailConfig server, Function<InetAddress, Optional<String>> refusal) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", String.valueOf(server.host()));
        properties.put("mail.smtp.port", Integer.toString(server.port()));
        properties.put("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        properties.put("mail.smtp.timeout", TIMEOUT_MILLIS);
        properties.put("mail.smtp.writetimeout", TIMEOUT_MILLIS);
        properties.put("mail.smtp.socketFactory", new CheckedSockets(refusal));
        properties.put("mail.smtp.socketFactory.fallback", "false");
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        Path authorities = server.caFile();
        if (authorities
                != null) { // only the settings file names any, whose server may be anywhere: no address is judged
            properties.put("mail.smtp.ssl.socketFactory", Authorities.of(authorities));
        }
        switch (server.security()) {
            case NONE -> properties.put("mail.smtp.starttls.enable", "false");
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.put("mail.smtp.ssl.enable", "true");
        }
        String user = server.user();
        Secret password = server.password();
        if (user == null || password == null) {
            return Session.getInstance(properties);
        }
        properties.put("mail.smtp.auth", "true");
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(user, password.reveal());
            }
        });
    }

    private static MimeMessage message(Session session, MailConfig server, Letter letter, long id, Instant now)
            throws MessagingException {
        InternetAddress from = new InternetAddress(server.from(), true);
        String domain = from.getAddress().substring(from.getAddress().indexOf('@') + 1);
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<headgate." + Long.toUnsignedString(id, 36) + "@" + domain + ">");
            }
        };
        message.setFrom(from);
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.to(), true));
        message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
        message.setText(letter.text(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(now));
        message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no out-of-office answers, please
        return message;
    }

    private static boolean certificateRefused(MessagingException failure) {
        for (@Nullable Throwable at = failure.getNextException(); at != null; at = at.getCause()) {
            if (at instanceof CertificateException || at instanceof SSLPeerUnverifiedException) {
                return true;
            }
        }
        return false;
    }

    private static boolean unknownReceiver(MessagingException failure) {
        for (@Nullable Exception at = failure; at instanceof MessagingException one; at = one.getNextException()) {
            if (one instanceof SMTPAddressFailedException refused && refused.getReturnCode() / 100 == 5) {
                return true;
            }
        }
        return false;
    }

    private static String words(MessagingException failure) {
        StringBuilder words = new StringBuilder();
        for (@Nullable Exception at = failure;
                at != null;
                at = at instanceof MessagingException one ? one.getNextException() : null) {
            words.append(words.isEmpty() ? "" : ": ")
                    .append(String.valueOf(at.getMessage()).strip());
        }
        String flat = words.toString().replaceAll("\\s+", " ");
        return flat.length() > WORDS_MAX ? flat.substring(0, WORDS_MAX) : flat;
    }
}
