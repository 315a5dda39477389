package dev.headgate.usage;

import java.util.Locale;

/** What a report may be broken down by. Time comes first, then the order of this list. */
public enum Dimension {
    HOUR(""),
    DAY(""),
    USER("user_id"),
    KEY("key_id"),
    GROUP("group_id"),
    ACCOUNT("account_id"),
    MODEL("model");

    private final String column;

    Dimension(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }

    /** As it is written: {@code user}, {@code day} … */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The dimension of that word. */
    public static Dimension of(String word) {
        for (Dimension dimension : values()) {
            if (dimension.id().equals(word)) {
                return dimension;
            }
        }
        throw new IllegalArgumentException(
                "dimension: \"" + word + "\" (expected: hour, day, user, key, group, account or model)");
    }
}
