package dev.headgate.settings;

import dev.headgate.base.Check;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What this Headgate calls itself, and how its console shows things to everybody.
 *
 * @param name in letters and in the console, 1 - 60 characters
 * @param publicUrl how users reach it; null = the address listened on. The file's {@code server.public-url} wins
 * @param defaultLanguage en or zh: of letters and console for who asked for neither
 * @param supportContact whom to ask: an address or a line of text; empty = nobody
 * @param termsUrl what newcomers must agree to; empty = nothing
 * @param timeZone of times in the console, such as Europe/Berlin; empty = that of who looks
 * @param currency in which the console shows amounts
 */
public record SiteSettings(
        String name,
        @Nullable String publicUrl,
        String defaultLanguage,
        String supportContact,
        String termsUrl,
        String timeZone,
        Currency currency) {
    public static final SiteSettings DEFAULTS = new SiteSettings("Headgate", null, "en", "", "", "", Currency.USD);
    public static final Topic<SiteSettings> TOPIC = new Topic<>("site", SiteSettings.class, DEFAULTS);

    private static final int NAME_MAX = 60;
    private static final int LINE_MAX = 200;
    private static final int URL_MAX = 400;

    /**
     * For the eye only: books are kept in US dollars.
     *
     * @param code ISO 4217
     * @param perUsdMillionths what a dollar is worth in it, 1_000_000 = 1.0
     */
    public record Currency(String code, long perUsdMillionths) {
        private static final Pattern CODE = Pattern.compile("[A-Z]{3}");

        /** That of the books. */
        static final Currency USD = new Currency("USD", 1_000_000);

        public Currency {
            Check.that(CODE.matcher(code).matches(), "currency", "\"" + code + "\"", "a code like EUR (ISO 4217)");
            Check.range("currency rate", perUsdMillionths, 1, 1_000_000_000_000L);
            Check.that(
                    !code.equals("USD") || perUsdMillionths == 1_000_000,
                    "currency rate",
                    perUsdMillionths + " millionths",
                    "1000000 for USD");
        }
    }

    public SiteSettings {
        Check.notBlank("name", name);
        checkLine("name", name, NAME_MAX);
        Check.that(
                publicUrl == null || isWeb(publicUrl, true),
                "public url",
                "\"" + publicUrl + "\"",
                "an http or https URL without user, query or fragment");
        Check.that(
                List.of("en", "zh").contains(defaultLanguage),
                "default language",
                "\"" + defaultLanguage + "\"",
                "en or zh");
        checkLine("support contact", supportContact, LINE_MAX);
        Check.that(
                termsUrl.isEmpty() || isWeb(termsUrl, false),
                "terms url",
                "\"" + termsUrl + "\"",
                "an http or https URL");
        try {
            if (!timeZone.isEmpty()) {
                ZoneId.of(timeZone);
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "time zone: \"" + timeZone + "\" (expected: one like Europe/Berlin, or none)");
        }
    }

    private static void checkLine(String what, String text, int max) {
        Check.lengthAtMost(what, text, max);
        Check.that(text.chars().noneMatch(Character::isISOControl), what, "a control character", "text of one line");
    }

    private static boolean isWeb(String text, boolean base) {
        try {
            URI url = new URI(text);
            return ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && !(base && (url.getQuery() != null || url.getFragment() != null))
                    && text.length() <= URL_MAX;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
