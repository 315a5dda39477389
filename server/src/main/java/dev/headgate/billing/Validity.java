package dev.headgate.billing;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a subscription runs: days or months of its zone's calendar, or without end.
 *
 * @param months 0 to 120
 * @param days 0 to 3650; both 0: without end
 */
public record Validity(int months, int days) {
    public static final Validity ENDLESS = new Validity(0, 0);

    /** The end of what has no end. */
    static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})(d|mo)");

    /** Reads {@code 30d}, {@code 1mo} or {@code none}. */
    public static Validity parse(String text) {
        if (text.equals("none")) {
            return ENDLESS;
        }
        Matcher matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            int count = Integer.parseInt(matcher.group(1));
            boolean months = matcher.group(2).equals("mo");
            if (count > 0 && count <= (months ? 120 : 3_650)) {
                return months ? new Validity(count, 0) : new Validity(0, count);
            }
        }
        throw new IllegalArgumentException(
                "validity: \"" + text + "\" (expected: days such as 30d, months such as 1mo, or none)");
    }

    public boolean isEndless() {
        return equals(ENDLESS);
    }

    /** The end of what begins at {@code start}. */
    public Instant after(Instant start, ZoneId zone) {
        if (isEndless()) {
            return NEVER;
        }
        ZonedDateTime from = start.atZone(zone);
        return from.plusMonths(months).plusDays(days).toInstant();
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return isEndless() ? "none" : months > 0 ? months + "mo" : days + "d";
    }
}
