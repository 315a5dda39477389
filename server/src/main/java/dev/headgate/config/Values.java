package dev.headgate.config;

import dev.headgate.base.Bytes;
import dev.headgate.base.Money;
import dev.headgate.base.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one setting's text as the type it is declared with; the error says what was expected. */
final class Values {
    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

    private Values() {}

    static boolean isScalar(Class<?> type) {
        return type == String.class
                || type == int.class
                || type == long.class
                || type == boolean.class
                || type == Boolean.class
                || type == Integer.class
                || type == Long.class
                || type == Duration.class
                || type == Bytes.class
                || type == Secret.class
                || type == Money.class
                || type == Path.class
                || type.isEnum();
    }

    static Object read(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        }
        if (type == int.class || type == Integer.class) {
            return number(text, Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
        }
        if (type == long.class || type == Long.class) {
            return number(text, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == boolean.class || type == Boolean.class) {
            return flag(text);
        }
        if (type == Duration.class) {
            return duration(text);
        }
        if (type == Bytes.class) {
            return Bytes.parse(text);
        }
        if (type == Secret.class) {
            return new Secret(text);
        }
        if (type == Money.class) {
            return Money.parseUsd(text);
        }
        if (type == Path.class) {
            return Path.of(text);
        }
        return constant(type, text);
    }

    /** A duration as it is written: {@code 20ms}, {@code 5s}, {@code 10m}, {@code 2h}, {@code 1d}, or {@code 0}. */
    static Duration duration(String text) {
        if (text.strip().equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = DURATION.matcher(text.strip());
        if (!matcher.matches() || matcher.group(1).length() > 9) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: a duration such as 20ms, 5s, 10m, 2h)");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** How a value is written in the file. */
    static String write(Object value) {
        return switch (value) {
            case Duration duration -> write(duration);
            case Enum<?> constant -> kebab(constant.name());
            default -> value.toString();
        };
    }

    private static String write(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0";
        }
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /** {@code onClientGone} or {@code ON_CLIENT_GONE} → {@code on-client-gone}. */
    static String kebab(String name) {
        String words = name.equals(name.toUpperCase(Locale.ROOT))
                ? name.replace('_', '-')
                : name.replaceAll("([a-z0-9])([A-Z])", "$1-$2");
        return words.toLowerCase(Locale.ROOT);
    }

    private static Long number(String text, long min, long max) {
        try {
            long value = Long.parseLong(text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: a whole number)", e);
        }
        throw new IllegalArgumentException(text + " (expected: " + min + " - " + max + ")");
    }

    private static Boolean flag(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("\"" + text + "\" (expected: true or false)");
        };
    }

    private static Object constant(Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (kebab(((Enum<?>) constant).name()).equals(text.strip().toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        String words = Arrays.stream(type.getEnumConstants())
                .map(constant -> kebab(((Enum<?>) constant).name()))
                .collect(Collectors.joining(" or "));
        throw new IllegalArgumentException("\"" + text + "\" (expected: " + words + ")");
    }
}
