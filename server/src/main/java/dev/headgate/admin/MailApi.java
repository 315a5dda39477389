package dev.headgate.admin;

import dev.headgate.base.Secret;
import dev.headgate.config.Doc;
import dev.headgate.identity.Permission;
import dev.headgate.mail.DeadLetter;
import dev.headgate.mail.Letter;
import dev.headgate.mail.Mail;
import dev.headgate.mail.MailConfig;
import dev.headgate.mail.MailFailure;
import dev.headgate.signin.SignInWays;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The mail server, and letters it didn't take. */
final class MailApi {
    private final SignInWays ways;

    MailApi(SignInWays ways) {
        this.ways = ways;
    }

    record MailView(
            @Nullable String host,
            int port,
            @Doc("none, starttls or tls") String security,
            @Nullable String user,
            boolean passwordSet,
            @Nullable String from,

            @Doc("whether the settings file says it, so that it can't be changed here")
            boolean declared) {
        static MailView of(Mail mail) {
            MailConfig server = mail.settings();
            return new MailView(
                    server.host(),
                    server.port(),
                    server.security().name().toLowerCase(Locale.ROOT),
                    server.user(),
                    server.password() != null,
                    server.from(),
                    mail.declared());
        }
    }

    /** What is absent stays as it is. */
    record MailChange(
            @Doc("empty = send no mail") @Nullable String host,
            @Nullable Integer port,
            @Doc("none, starttls or tls") @Nullable String security,

            @Doc("empty = without user and password") @Nullable
            String user,

            @Nullable Secret password,
            @Nullable String from) {}

    record MailTest(@Doc("absent = to the caller") @Nullable String to) {}

    record MailTried(boolean ok, @Doc("the mail server's") String words) {}

    record DeadLetterView(String id, String to, String subject, int tries, Instant createdAt, String error) {}

    record DeadLetterQuery(
            @Nullable Integer limit, @Nullable String cursor) {}

    List<Endpoint<?>> endpoints() {
        return List.of(
                Endpoint.get("/settings/mail", "settings.mail.show", "The mail server")
                        .needs(Permission.SETTINGS_READ)
                        .gives(MailView.class)
                        .by(call -> MailView.of(ways.mail())),
                Endpoint.patch("/settings/mail", "settings.mail.change", "Change the mail server")
                        .needs(Permission.SETTINGS_WRITE)
                        .freshProof()
                        .gives(MailView.class)
                        .with(MailChange.class, this::change),
                Endpoint.post("/settings/mail/test", "settings.mail.test", "Send a letter now, to try the settings out")
                        .needs(Permission.SETTINGS_WRITE)
                        .unaudited()
                        .tells(MailTried.class)
                        .with(MailTest.class, this::test),
                Endpoint.get("/mail/dead-letters", "mail.dead-letters.list", "Letters that were given up")
                        .needs(Permission.SETTINGS_READ)
                        .givesPage(DeadLetterView.class)
                        .with(DeadLetterQuery.class, this::dead),
                Endpoint.post("/mail/dead-letters/{id}/retry", "mail.dead-letters.retry", "Try a dead letter again")
                        .needs(Permission.SETTINGS_WRITE)
                        .by(this::retry),
                Endpoint.delete("/mail/dead-letters/{id}", "mail.dead-letters.delete", "Throw a dead letter away")
                        .needs(Permission.SETTINGS_WRITE)
                        .by(this::drop));
    }

    private @Nullable Object change(ApiCall call, MailChange input) {
        Mail mail = ways.mail();
        if (mail.declared()) {
            throw new ApiFault(409, "declared", "The settings file names the mail server; change it there.");
        }
        MailView before = MailView.of(mail);
        mail.change(old -> changed(old, input));
        MailView after = MailView.of(mail);
        call.changed("settings.mail.change", "settings:mail", before, after);
        return after;
    }

    private static MailConfig changed(MailConfig old, MailChange input) {
        String host = input.host() == null ? old.host() : empty(input.host());
        boolean withoutUser = input.user() != null && input.user().isBlank();
        // whoever may change the server must not have the password sent to one of theirs without knowing it
        boolean elsewhere = input.host() != null && !input.host().equals(old.host());
        Secret kept = elsewhere ? null : old.password();
        return new MailConfig(
                host,
                input.port() == null ? old.port() : input.port(),
                input.security() == null ? old.security() : security(input.security()),
                withoutUser ? null : input.user() == null ? (elsewhere ? null : old.user()) : input.user(),
                withoutUser ? null : input.password() == null ? kept : input.password(),
                input.from() == null ? old.from() : empty(input.from()),
                null);
    }

    private static @Nullable String empty(String text) {
        return text.isBlank() ? null : text.strip();
    }

    private static MailConfig.Security security(String text) {
        return switch (text) {
            case "none" -> MailConfig.Security.NONE;
            case "starttls" -> MailConfig.Security.STARTTLS;
            case "tls" -> MailConfig.Security.TLS;
            default ->
                throw new IllegalArgumentException("security: \"" + text + "\" (expected: none, starttls or tls)");
        };
    }

    private @Nullable Object test(ApiCall call, MailTest input) {
        String to = input.to() == null ? call.person().person().user().email() : input.to();
        Letter letter =
                new Letter(to, "Headgate can send mail", "This is the test letter that was asked for. 这是您请求的测试邮件。\n");
        try {
            ways.mail().sendNow(letter);
            return new MailTried(true, "The mail server took the letter to " + to + ".");
        } catch (MailFailure e) {
            return new MailTried(false, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Object dead(ApiCall call, DeadLetterQuery query) {
        int limit = Lists.limit(query.limit());
        Long cursor = Lists.cursor(query.cursor());
        List<DeadLetter> found = ways.mail().dead(cursor == null ? Long.MAX_VALUE : cursor, limit + 1);
        return Lists.page(found, limit, MailApi::view, one -> Long.toString(one.id()));
    }

    private static DeadLetterView view(DeadLetter one) {
        return new DeadLetterView(
                Long.toString(one.id()), one.to(), one.subject(), one.tries(), one.createdAt(), one.error());
    }

    private @Nullable Object retry(ApiCall call) {
        if (!ways.mail().retry(call.id())) {
            throw ApiFault.notFound("dead letter");
        }
        call.changed("mail.dead-letters.retry", "letter:" + call.id(), null, null);
        return null;
    }

    private @Nullable Object drop(ApiCall call) {
        DeadLetter gone = ways.mail().drop(call.id()).orElseThrow(() -> ApiFault.notFound("dead letter"));
        call.changed("mail.dead-letters.delete", "letter:" + call.id(), view(gone), null);
        return null;
    }
}
