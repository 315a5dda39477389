package dev.headgate.signin;

import java.util.Locale;

/** Languages of letters. */
public enum Language {
    EN,
    ZH;

    /** The better one for somebody who prefers {@code tags}, as in {@code accept-language}. */
    public static Language of(String tags) {
        String first = tags.strip().toLowerCase(Locale.ROOT);
        return first.startsWith("zh") ? ZH : EN;
    }
}
