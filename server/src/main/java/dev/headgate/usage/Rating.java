package dev.headgate.usage;

import dev.headgate.protocol.ServiceTerms;
import dev.headgate.protocol.TokenUsage;
import dev.headgate.protocol.TokenUsage.Extras;
import dev.headgate.protocol.UsageReport;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * What a call was priced by beside its tokens: enough to price it again.
 *
 * @param provider the account's vendor, whose table was read first; empty in rows older than this
 * @param terms the terms it was served on
 * @param parts tokens by model where several models worked on the answer, else empty
 * @param groupPpm the group's multiplier in parts per million
 * @param userPpm the user's
 * @param hourPpm that of the time of day
 */
public record Rating(
        String provider, ServiceTerms terms, List<UsageReport.Part> parts, long groupPpm, long userPpm, long hourPpm) {
    private static final long ONE = 1_000_000;
    public static final Rating NONE = new Rating("", ServiceTerms.NONE, List.of(), ONE, ONE, ONE);

    public Rating {
        parts = List.copyOf(parts);
    }

    /**
     * As it is stored: {@code name=value} pairs with semicolons between, what is usual left out. {@code extras} stand here as
     * well, since few rows have any.
     */
    String text(Extras extras) {
        if (terms.equals(ServiceTerms.NONE)
                && parts.isEmpty()
                && extras.equals(Extras.NONE)
                && groupPpm == ONE
                && userPpm == ONE
                && hourPpm == ONE) {
            return provider.isEmpty() ? "" : "p=" + provider;
        }
        StringJoiner text = new StringJoiner(";");
        pair(text, 'p', provider);
        pair(text, 't', terms.text());
        pair(text, 'g', groupPpm == ONE ? "" : Long.toString(groupPpm));
        pair(text, 'u', userPpm == ONE ? "" : Long.toString(userPpm));
        pair(text, 'h', hourPpm == ONE ? "" : Long.toString(hourPpm));
        pair(text, 'x', extras.equals(Extras.NONE) ? "" : numbers(extras));
        for (UsageReport.Part part : parts) {
            TokenUsage tokens = part.tokens();
            pair(
                    text,
                    'm',
                    tokens.input() + "," + tokens.output() + "," + tokens.cacheRead() + "," + tokens.cacheWrite5m()
                            + ","
                            + tokens.cacheWrite1h() + "," + tokens.reasoning() + "," + numbers(tokens.extras()) + ","
                            + part.model().replace(';', ' '));
        }
        return text.toString();
    }

    private static void pair(StringJoiner text, char name, String value) {
        if (!value.isEmpty()) {
            text.add(name + "=" + value.replace(';', ' '));
        }
    }

    private static String numbers(Extras extras) {
        return extras.audioInput() + "," + extras.audioOutput() + "," + extras.imageInput() + "," + extras.imageOutput()
                + "," + extras.webSearches() + "," + extras.images() + "," + extras.audioSeconds();
    }

    /** What {@link #text} wrote: the rating, and the extras beside it. */
    record Read(Rating rating, Extras extras) {}

    static Read parse(String text) {
        try {
            return read(text);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("rating: \"" + text + "\" (expected: what this class wrote)", e);
        }
    }

    private static Read read(String text) {
        String provider = "";
        ServiceTerms terms = ServiceTerms.NONE;
        long[] ppm = {ONE, ONE, ONE};
        Extras extras = Extras.NONE;
        List<UsageReport.Part> parts = new ArrayList<>(0);
        for (String pair : text.isEmpty() ? new String[0] : text.split(";", -1)) {
            String value = pair.substring(2);
            switch (pair.charAt(0)) {
                case 'p' -> provider = value;
                case 't' -> terms = ServiceTerms.parse(value);
                case 'g' -> ppm[0] = Long.parseLong(value);
                case 'u' -> ppm[1] = Long.parseLong(value);
                case 'h' -> ppm[2] = Long.parseLong(value);
                case 'x' -> extras = extras(value.split(",", -1), 0);
                case 'm' -> parts.add(part(value.split(",", 14)));
                default ->
                    throw new IllegalArgumentException("rating: \"" + pair + "\" (expected: p, t, g, u, h, x or m)");
            }
        }
        return new Read(new Rating(provider, terms, parts, ppm[0], ppm[1], ppm[2]), extras);
    }

    private static UsageReport.Part part(String[] cells) {
        TokenUsage tokens = new TokenUsage(
                Long.parseLong(cells[0]),
                Long.parseLong(cells[1]),
                Long.parseLong(cells[2]),
                Long.parseLong(cells[3]),
                Long.parseLong(cells[4]),
                Long.parseLong(cells[5]),
                extras(cells, 6));
        return new UsageReport.Part(cells[13], tokens);
    }

    private static Extras extras(String[] cells, int from) {
        return new Extras(
                Long.parseLong(cells[from]),
                Long.parseLong(cells[from + 1]),
                Long.parseLong(cells[from + 2]),
                Long.parseLong(cells[from + 3]),
                Long.parseLong(cells[from + 4]),
                Long.parseLong(cells[from + 5]),
                Long.parseLong(cells[from + 6]));
    }
}
