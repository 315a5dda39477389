package dev.headgate.upstream;

import dev.headgate.accounts.QuotaWindow;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads quota windows from an answer's headers. Stateless. */
public final class QuotaHeaders {
    /*
     * Four families, told apart by one look-up each, so that an answer without any costs seven look-ups and no more:
     *
     * anthropic-ratelimit-{requests,tokens,input-tokens,output-tokens}-{limit,remaining,reset}   per model, one minute [1]
     * anthropic-ratelimit-unified-{5h,7d,7d_opus …}-{utilization,status,reset}                   plans: per account
     * x-ratelimit-{limit,remaining,reset}[-NAME]     per model; NAME may end in -minute, -hour, -day [2, 3]
     * x-codex-{primary,secondary}-{used-percent,window-minutes,reset-after-seconds,reset-at}     plans: per account
     *
     * A reset is written as a duration (1m2.5s, 120ms), seconds, seconds or milliseconds since 1970, or ISO 8601. Numbers
     * below 10^9 are seconds from now, below 10^11 seconds since 1970, others milliseconds since 1970.
     *
     * [1] Anthropic, API docs, "Rate limits", response headers (read 2026-11).
     * [2] OpenAI, API docs, "Rate limits", headers (read 2026-11): the reset tells when the limit is whole again.
     * [3] The recorded exchanges: Azure's renewalperiod, Cerebras' -day/-minute, Mistral's req-minute, Together's bare names.
     */
    private static final CharSequence[] MARKS = {
        HttpHeaders.createOptimized("anthropic-ratelimit-unified-status"),
        HttpHeaders.createOptimized("anthropic-ratelimit-requests-limit"),
        HttpHeaders.createOptimized("anthropic-ratelimit-tokens-limit"),
        HttpHeaders.createOptimized("anthropic-ratelimit-input-tokens-limit"),
        HttpHeaders.createOptimized("x-ratelimit-limit-requests"),
        HttpHeaders.createOptimized("x-ratelimit-limit-tokens"),
        HttpHeaders.createOptimized("x-ratelimit-remaining-tokens-minute"),
        HttpHeaders.createOptimized("x-ratelimit-remaining"),
        HttpHeaders.createOptimized("x-codex-primary-used-percent"),
    };

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String ANTHROPIC = "anthropic-ratelimit-";
    private static final String UNIFIED = "anthropic-ratelimit-unified-";
    private static final String COMMON = "x-ratelimit-";
    private static final String CODEX = "x-codex-";

    private QuotaHeaders() {}

    /** What was told: windows of the whole account, and of the model that was asked for. */
    public record Told(List<QuotaWindow> account, List<QuotaWindow> model) {}

    /** A window being gathered. */
    private static final class Parts {
        private final String name;
        private final boolean ofAccount;
        private @Nullable Duration length;
        private long limit = -1;
        private long remaining = -1;
        private int usedPpm = -1;
        private @Nullable Instant resetsAt;

        Parts(String name, boolean ofAccount) {
            this.name = name;
            this.ofAccount = ofAccount;
        }
    }

    /** The windows that these headers tell, null when they tell none. */
    public static @Nullable Told read(MultiMap headers, Instant now) {
        boolean any = false;
        for (CharSequence mark : MARKS) {
            if (headers.contains(mark)) {
                any = true;
                break;
            }
        }
        return any ? gather(headers, now) : null;
    }

    private static @Nullable Told gather(MultiMap headers, Instant now) {
        List<Parts> all = new ArrayList<>(4);
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey();
            if (name.length() < 9 || name.charAt(0) != 'x' && name.charAt(0) != 'a' && !upper(name)) {
                continue;
            }
            String lower = upper(name) ? name.toLowerCase(Locale.ROOT) : name;
            String value = header.getValue().strip();
            if (lower.startsWith(UNIFIED)) {
                unified(all, lower.substring(UNIFIED.length()), value, now);
            } else if (lower.startsWith(ANTHROPIC)) {
                String rest = lower.substring(ANTHROPIC.length());
                int dash = rest.lastIndexOf('-');
                if (dash > 0) {
                    Parts of = parts(all, rest.substring(0, dash), false);
                    of.length = MINUTE;
                    counted(of, rest.substring(dash + 1), value, now);
                }
            } else if (lower.startsWith(COMMON)) {
                common(all, lower.substring(COMMON.length()), value, now);
            } else if (lower.startsWith(CODEX)) {
                codex(all, lower.substring(CODEX.length()), value, now);
            }
        }
        return told(all, now);
    }

    private static boolean upper(String name) {
        return name.charAt(0) >= 'A' && name.charAt(0) <= 'Z';
    }

    private static Parts parts(List<Parts> all, String name, boolean ofAccount) {
        for (Parts known : all) {
            if (known.name.equals(name)) {
                return known;
            }
        }
        Parts made = new Parts(name, ofAccount);
        all.add(made);
        return made;
    }

    private static void counted(Parts of, String what, String value, Instant now) {
        switch (what) {
            case "limit" -> of.limit = number(value);
            case "remaining" -> of.remaining = number(value);
            case "reset" -> of.resetsAt = instant(value, now);
            case "renewalperiod" -> {
                long seconds = number(value);
                of.length = seconds > 0 ? Duration.ofSeconds(seconds) : of.length;
            }
            default -> {}
        }
    }

    /** {@code 5h-utilization}, {@code 7d_opus-reset}, {@code 5h-status}; what names no window isn't one. */
    private static void unified(List<Parts> all, String rest, String value, Instant now) {
        int dash = rest.indexOf('-');
        if (dash < 2 || !Character.isDigit(rest.charAt(0))) {
            return;
        }
        Parts of = parts(all, rest.substring(0, dash), true);
        of.length =
                rest.startsWith("5h") ? Duration.ofHours(5) : rest.startsWith("7d") ? Duration.ofDays(7) : of.length;
        switch (rest.substring(dash + 1)) {
            case "utilization" -> of.usedPpm = Math.max(of.usedPpm, millionths(value, 6));
            case "reset" -> of.resetsAt = instant(value, now);
            case "status" -> of.usedPpm = value.equals("rejected") ? QuotaWindow.FULL_PPM : of.usedPpm;
            default -> {}
        }
    }

    /** Such as {@code limit-requests}, {@code remaining-tokens-minute}, or {@code reset} alone. */
    private static void common(List<Parts> all, String suffix, String value, Instant now) {
        int dash = suffix.indexOf('-');
        String what = dash < 0 ? suffix : suffix.substring(0, dash);
        String name = dash < 0 ? "requests" : suffix.substring(dash + 1);
        if (what.equals("limit") || what.equals("remaining") || what.equals("reset") || what.equals("renewalperiod")) {
            Parts of = parts(all, name.startsWith("req-") ? "requests" + name.substring(3) : name, false);
            if (of.length == null) {
                of.length = name.endsWith("-minute")
                        ? MINUTE
                        : name.endsWith("-hour")
                                ? Duration.ofHours(1)
                                : name.endsWith("-day") ? Duration.ofDays(1) : null;
            }
            counted(of, what, value, now);
        }
    }

    /** {@code primary-used-percent}, {@code secondary-window-minutes} … */
    private static void codex(List<Parts> all, String rest, String value, Instant now) {
        int dash = rest.indexOf('-');
        String which = dash < 0 ? rest : rest.substring(0, dash);
        if (!which.equals("primary") && !which.equals("secondary")) {
            return;
        }
        Parts of = parts(all, which, true);
        switch (rest.substring(dash + 1)) {
            case "used-percent" -> of.usedPpm = millionths(value, 4);
            case "window-minutes" -> {
                long minutes = number(value);
                of.length = minutes > 0 ? Duration.ofMinutes(minutes) : null;
            }
            case "reset-after-seconds" -> {
                long seconds = number(value);
                of.resetsAt = seconds >= 0 && of.resetsAt == null ? now.plusSeconds(seconds) : of.resetsAt;
            }
            case "reset-at" -> of.resetsAt = instant(value, now);
            default -> {}
        }
    }

    private static @Nullable Told told(List<Parts> all, Instant now) {
        List<QuotaWindow> account = new ArrayList<>(2);
        List<QuotaWindow> model = new ArrayList<>(4);
        for (Parts of : all) {
            QuotaWindow window;
            if (of.usedPpm >= 0) {
                window = QuotaWindow.share(name(of), of.length, of.usedPpm, of.resetsAt, now);
            } else if (of.limit > 0 && of.remaining >= 0) {
                window = QuotaWindow.counted(of.name, of.length, of.limit, of.remaining, of.resetsAt, now);
            } else {
                continue;
            }
            (of.ofAccount ? account : model).add(window);
        }
        return account.isEmpty() && model.isEmpty() ? null : new Told(account, model);
    }

    /** Windows of the same length have the same name, whoever tells them. */
    private static String name(Parts of) {
        Duration length = of.length;
        if (length == null || !of.name.equals("primary") && !of.name.equals("secondary")) {
            return of.name;
        }
        return length.toHours() % 24 == 0 && length.toDays() > 0 ? length.toDays() + "d" : length.toHours() + "h";
    }

    /** A whole number, -1 for anything else. */
    static long number(String text) {
        int dot = text.indexOf('.');
        int end = dot < 0 ? text.length() : dot;
        if (end == 0 || end > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** A decimal times 10^{@code shift}, rounded down; -1 for anything else. */
    private static int millionths(String text, int shift) {
        int dot = text.indexOf('.');
        long value = number(text);
        if (value < 0 || value > 1_000) {
            return -1;
        }
        for (int i = 0; i < shift; i++) {
            int at = dot + 1 + i;
            int digit = dot >= 0 && at < text.length() ? text.charAt(at) - '0' : 0;
            value = value * 10 + (digit < 0 || digit > 9 ? 0 : digit);
        }
        return (int) Math.min(value, 1_000_000_000L);
    }

    static @Nullable Instant instant(String text, Instant now) {
        if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
            return null;
        }
        if (text.length() >= 19 && text.charAt(4) == '-') {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                return null;
            }
        }
        char last = text.charAt(text.length() - 1);
        if (last == 's' || last == 'm' || last == 'h' || last == 'd') {
            long millis = durationMillis(text);
            return millis < 0 ? null : now.plusMillis(millis);
        }
        long value = number(text);
        if (value < 0) {
            return null;
        }
        if (value < 1_000_000_000L) {
            int dot = text.indexOf('.');
            return now.plusSeconds(dot < 0 ? value : value + 1);
        }
        return value < 100_000_000_000L ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value);
    }

    /** {@code 1h2m3.5s}, {@code 120ms}; -1 for anything else. */
    static long durationMillis(String text) {
        long millis = 0;
        int at = 0;
        while (at < text.length()) {
            int from = at;
            while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            long thousandths = thousandths(text, from, at);
            if (thousandths < 0 || at == text.length()) {
                return -1;
            }
            int unitFrom = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            long perUnit = switch (text.substring(unitFrom, at)) {
                case "ms" -> 1;
                case "s" -> 1_000;
                case "m" -> 60_000;
                case "h" -> 3_600_000;
                case "d" -> 86_400_000;
                default -> -1;
            };
            if (perUnit < 0) {
                return -1;
            }
            millis += (thousandths * perUnit + 999) / 1_000;
        }
        return at == 0 ? -1 : millis;
    }

    private static long thousandths(String text, int from, int to) {
        long value = 0;
        int decimals = -1;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                decimals = decimals < 0 ? 0 : 99;
            } else if (decimals < 3) {
                value = value * 10 + (c - '0');
                decimals = decimals < 0 ? decimals : decimals + 1;
            }
            if (value > 1_000_000_000L || decimals == 99) {
                return -1;
            }
        }
        for (int i = Math.max(decimals, 0); i < 3; i++) {
            value *= 10;
        }
        return from == to ? -1 : value;
    }
}
