package dev.headgate.signin;

import java.util.Locale;

/** Languages of letters. */
public enum Language {
    EN,
    ZH;

    /**
     * The better one for somebody who prefers {@code tags}, as in {@code accept-language}.
     *
     * @param otherwise for who prefers neither: en or zh
     */
    public static Language of(String tags, String otherwise) {
        String first = tags.strip().toLowerCase(Locale.ROOT);
        if (first.startsWith("zh") || first.startsWith("en")) {
            return first.startsWith("zh") ? ZH : EN;
        }
        return otherwise.equals("zh") ? ZH : EN;
    }
}
