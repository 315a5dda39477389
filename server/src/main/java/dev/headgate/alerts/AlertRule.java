package dev.headgate.alerts;

import dev.headgate.base.Check;
import dev.headgate.base.Patterns;
import java.time.Duration;
import java.util.List;

/**
 * When to call for attention. Immutable.
 *
 * @param subject which subjects of the metric it watches, with {@code *} for any run of characters; empty = all
 * @param threshold in the metric's unit
 * @param holdFor how long it must be so before it fires, 0 - 24 h
 * @param coolDown how soon it may speak again of the same subject, 0 - 30 d
 */
public record AlertRule(
        long id,
        String name,
        AlertMetric metric,
        String subject,
        long threshold,
        Duration holdFor,
        Duration coolDown,
        Severity severity,
        Targets targets,
        boolean enabled) {
    private static final Duration HOLD_MAX = Duration.ofHours(24);
    private static final Duration COOL_DOWN_MAX = Duration.ofDays(30);

    public AlertRule {
        Check.notBlank("name", name);
        Check.lengthAtMost("name", name, 100);
        Check.that(name.chars().noneMatch(c -> c < ' '), "name", "control characters", "one line");
        Check.lengthAtMost("subject", subject, 200);
        Check.range("threshold", threshold, 1, 1_000_000_000_000L);
        Check.range("hold seconds", holdFor.toSeconds(), 0, HOLD_MAX.toSeconds());
        Check.range("cool down seconds", coolDown.toSeconds(), 0, COOL_DOWN_MAX.toSeconds());
    }

    /**
     * Whom it speaks to; nobody is fine too, it then shows in the lists only.
     *
     * @param mailTo addresses; empty = those who run Headgate
     * @param webhooks as {@code alert.fired} and {@code alert.resolved}
     */
    public record Targets(boolean mail, List<String> mailTo, boolean webhooks) {
        private static final int ADDRESSES_MAX = 20;

        public Targets {
            mailTo = List.copyOf(mailTo);
            Check.that(
                    mailTo.size() <= ADDRESSES_MAX,
                    "mail to",
                    mailTo.size() + " addresses",
                    "at most " + ADDRESSES_MAX);
            for (String address : mailTo) {
                boolean plain = address.indexOf('@') > 0
                        && address.length() <= 90
                        && address.chars().noneMatch(c -> c <= ' ' || c == ',' || c == '<');
                Check.that(plain, "mail to", "\"" + address + "\"", "an e-mail address");
            }
        }
    }

    boolean watches(String what) {
        return subject.isEmpty() || Patterns.matches(subject, what);
    }
}
