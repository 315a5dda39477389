package dev.headgate.signin;

import dev.headgate.mail.Mail;
import dev.headgate.settings.SiteSettings;
import java.util.function.Supplier;

/**
 * How letters travel, where their links lead, and whose they are.
 *
 * @param base how users reach Headgate, without a slash at its end
 * @param site asked for each letter
 */
record Post(Mail mail, Supplier<String> base, Supplier<SiteSettings> site) {
    Letters letters() {
        return new Letters(site.get());
    }
}
