package dev.headgate.base;

import java.util.regex.Pattern;

/** A value that must never be shown: prints {@code ***}. Compare with {@link java.security.MessageDigest#isEqual}. */
public record Secret(String reveal) {
    private static final Pattern USER_INFO = Pattern.compile("//[^/]*@");

    /** A URL as it may be shown in an error: without a user and password, even where it is not a valid one. */
    public static String withoutUserInfo(String url) {
        return USER_INFO.matcher(url).replaceAll("//***@");
    }

    @Override
    public String toString() {
        return "***";
    }
}
