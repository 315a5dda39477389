package dev.headgate.mail;

import dev.headgate.base.Check;

/**
 * A letter in plain text.
 *
 * @param to the receiver's address, without a name
 * @param subject one line, without secrets: it is listed
 * @param text may hold a secret link: it rests sealed
 */
public record Letter(String to, String subject, String text) {
    private static final int SUBJECT_MAX = 250;

    public Letter {
        Check.that(MailConfig.isAddress(to) && to.length() <= 320, "to", "\"" + to + "\"", "an e-mail address");
        Check.that(
                !subject.isBlank()
                        && subject.length() <= SUBJECT_MAX
                        && subject.chars().noneMatch(c -> c < ' '),
                "subject",
                subject.length() + " characters",
                "one line of 1 - " + SUBJECT_MAX + " characters");
    }
}
