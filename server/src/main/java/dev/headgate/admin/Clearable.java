package dev.headgate.admin;

import org.jspecify.annotations.Nullable;

/**
 * A field of a change that can be cleared: absent keeps what is there, JSON null takes it away, a value replaces it.
 *
 * @param value null takes away
 */
record Clearable<T>(@Nullable T value) {

    /** What is true after the change. */
    static <T> @Nullable T or(@Nullable Clearable<T> change, @Nullable T before) {
        return change == null ? before : change.value();
    }
}
