package dev.headgate.admin;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keyset paging: a page holds at most {@code limit} items and names where the next one begins. */
final class Lists {
    private static final int LIMIT_DEFAULT = 50;
    private static final int LIMIT_MAX = 500;

    private Lists() {}

    static int limit(@Nullable Integer wanted) {
        if (wanted == null) {
            return LIMIT_DEFAULT;
        }
        if (wanted < 1 || wanted > LIMIT_MAX) {
            throw ApiFault.invalid(List.of(new ApiFault.Field("limit", wanted + " (expected: 1 - " + LIMIT_MAX + ")")));
        }
        return wanted;
    }

    /** The id a cursor stands for, null at the beginning. */
    static @Nullable Long cursor(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw badCursor(text);
        }
    }

    static ApiFault badCursor(String text) {
        return ApiFault.invalid(
                List.of(new ApiFault.Field("cursor", "\"" + text + "\" (expected: next_cursor of the page before)")));
    }

    /** The id that a field names something by. */
    static long id(String field, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ApiFault.invalid(List.of(new ApiFault.Field(field, "\"" + text + "\" (expected: an id)")));
        }
    }

    /** All there is, on one page: for what is few. */
    static <T, V> AdminApi.Page<V> whole(List<T> found, Function<T, V> view) {
        return new AdminApi.Page<>(found.stream().map(view).toList(), null);
    }

    /** Makes a page of up to {@code limit + 1} found items: the one too many only tells that there are more. */
    static <T, V> AdminApi.Page<V> page(List<T> found, int limit, Function<T, V> view, Function<T, String> cursor) {
        boolean more = found.size() > limit;
        List<T> shown = more ? found.subList(0, limit) : found;
        return new AdminApi.Page<>(shown.stream().map(view).toList(), more ? cursor.apply(shown.getLast()) : null);
    }
}
