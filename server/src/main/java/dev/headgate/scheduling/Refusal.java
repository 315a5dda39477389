package dev.headgate.scheduling;

import dev.headgate.scheduling.Decision.Cause;
import dev.headgate.scheduling.Decision.NoneAvailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Says to a client why no account can take its request: what refused, how many, and when it passes; never an account's name. */
public final class Refusal {
    private Refusal() {}

    /** One sentence without its full stop, beginning in lower case. */
    public static String words(NoneAvailable none) {
        String model = none.ask().model();
        Duration wait = none.retryAfter();
        String next = wait == null
                ? ""
                : "; the next is free at "
                        + Explanation.TIME.format(none.view().at().plus(wait));
        return switch (none.reason()) {
            case NO_ACCOUNTS -> "no account in this key's group speaks this protocol";
            case MODEL_NOT_SERVED -> "no account in this key's group serves the model " + model;
            case BOUND -> bound(none, wait);
            case ALL_TRIED, PAUSED, NEEDS_ATTENTION, ALL_COOLING -> accounts(none) + next;
            case ALL_BUSY -> none.ask().warmth().hard() == null ? accounts(none) : bound(none, null);
        };
    }

    private static String bound(NoneAvailable none, @org.jspecify.annotations.Nullable Duration wait) {
        Warmth.Hard hard = java.util.Objects.requireNonNull(none.ask().warmth().hard());
        int index = none.view().indexOf(hard.account());
        String what = "only the account that made it can continue this " + hard.what();
        if (index < 0) {
            return what + ", and this key can no longer use that account for "
                    + none.ask().model();
        }
        Cause cause = AccountPicker.cause(none.view(), index, none.ask());
        String when = wait == null
                ? ""
                : " until " + Explanation.TIME.format(none.view().at().plus(wait));
        return what + ", and that account is " + (cause == null ? "not available" : state(cause)) + when
                + (cause == Cause.BUSY ? "" : "; without it, send the whole conversation");
    }

    private static String accounts(NoneAvailable none) {
        Map<Cause, Integer> counts = new EnumMap<>(Cause.class);
        int serving = none.view().size();
        for (int i = 0; i < serving; i++) {
            Cause cause = AccountPicker.cause(none.view(), i, none.ask());
            counts.merge(cause == null ? Cause.SESSIONS_FULL : cause, 1, Integer::sum);
        }
        String model = none.ask().model();
        if (serving == 1) {
            Cause only = counts.keySet().iterator().next();
            return "the only account that serves " + model + (only == Cause.TRIED ? " " : " is ") + state(only);
        }
        String all = "all " + serving + " accounts that serve " + model;
        if (counts.size() == 1) {
            Cause only = counts.keySet().iterator().next();
            return all + (only == Cause.TRIED ? " have failed for this request" : " are " + state(only));
        }
        List<String> parts = new ArrayList<>();
        counts.forEach((cause, count) -> parts.add(count
                + (cause == Cause.TRIED
                        ? " failed for this request"
                        : count == 1 ? " is " + state(cause) : " are " + state(cause))));
        return all + " are out: " + String.join(", ", parts);
    }

    private static String state(Cause cause) {
        return switch (cause) {
            case TRIED -> "has failed for this request";
            case PAUSED -> "paused";
            case NEEDS_ATTENTION -> "waiting for the operator's attention";
            case COOLING -> "cooling down";
            case SESSIONS_FULL -> "full of other sessions";
            case BUSY -> "busy with other calls";
        };
    }
}
