package dev.headgate.app;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountCare;
import dev.headgate.accounts.AccountReading;
import dev.headgate.accounts.AccountState;
import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.QuotaWindow;
import dev.headgate.webhooks.EventType;
import dev.headgate.webhooks.LastTold;
import dev.headgate.webhooks.WebhookEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at all accounts and tells of those whose state has changed or whose quota has come near its end. An account that rests for less
 * than a minute counts as it did before: such rests come and go many times an hour. Confined to the thread that looks.
 */
final class AccountEvents {
    private static final Duration REST_TOLD = Duration.ofMinutes(1);

    /** Windows that are shorter refill all the time. */
    private static final Duration WINDOW_TOLD = Duration.ofHours(1);

    /** In percent, the highest first. */
    private static final List<Integer> MARKS = List.of(100, 95, 80);

    private static final int SUBJECT_MAX = 300;
    private static final String STATE = "account-state:";
    private static final String QUOTA = "account-quota:";

    private final AccountCare care;
    private final LastTold told;
    private final InstantSource clock;

    AccountEvents(AccountCare care, LastTold told, InstantSource clock) {
        this.care = care;
        this.told = told;
        this.clock = clock;
    }

    void look() {
        Instant now = clock.instant();
        Set<String> subjects = new HashSet<>();
        for (AccountReading reading : care.readings()) {
            AccountState state = reading.state();
            subjects.add(STATE + reading.account().id().value());
            state(reading.account(), state, now);
            state.windows().forEach(window -> subjects.add(quota(reading.account(), "", window, now)));
            state.models()
                    .forEach((model, of) ->
                            of.windows().forEach(window -> subjects.add(quota(reading.account(), model, window, now))));
        }
        told.forget(subject -> (subject.startsWith(STATE) || subject.startsWith(QUOTA)) && !subjects.contains(subject));
    }

    private void state(Account account, AccountState state, Instant now) {
        Instant until = state.until();
        boolean shortRest = state.status() == Status.COOLING
                && until != null
                && Duration.between(now, until).compareTo(REST_TOLD) < 0;
        if (shortRest) {
            return;
        }
        told.tell(
                STATE + account.id().value(),
                state.status().id(),
                Status.ACTIVE.id(),
                before -> Optional.of(changed(account, before, state, now)));
    }

    private static WebhookEvent changed(Account account, String before, AccountState state, Instant now) {
        Map<String, Object> data = of(account);
        data.put("before", before);
        data.put("state", state.status().id());
        data.put("reason", state.reason());
        Instant until = state.until();
        if (until != null) {
            data.put("until", until.toString());
        }
        String key = "account.state:" + account.id().value() + ":" + now.toEpochMilli() + ":"
                + state.status().id();
        return new WebhookEvent(key, EventType.ACCOUNT_STATE_CHANGED, now, data);
    }

    /** What of a window was told; its subject. */
    private String quota(Account account, String model, QuotaWindow window, Instant now) {
        String whole = QUOTA + account.id().value() + ":" + window.name() + ":" + model;
        String subject = whole.substring(0, Math.min(SUBJECT_MAX, whole.length()));
        if (lasts(window, now)) {
            int percent = window.usedPpmAt(now) / 10_000;
            int mark = MARKS.stream().filter(one -> percent >= one).findFirst().orElse(0);
            told.tell(subject, Integer.toString(mark), "0", before -> {
                boolean more = mark > Integer.parseInt(before);
                return more ? Optional.of(reached(account, model, window, percent, now)) : Optional.empty();
            });
        }
        return subject;
    }

    /** Whether a window is longer than those of minutes; where nobody says so, by how far its end is. */
    static boolean lasts(QuotaWindow window, Instant now) {
        Duration length = window.length();
        Instant resets = window.resetsAt();
        Duration known = length != null ? length : resets == null ? Duration.ZERO : Duration.between(now, resets);
        return known.compareTo(WINDOW_TOLD) >= 0;
    }

    private static WebhookEvent reached(Account account, String model, QuotaWindow window, int percent, Instant now) {
        Map<String, Object> data = of(account);
        if (!model.isEmpty()) {
            data.put("model", model);
        }
        data.put("window", window.name());
        data.put("used_percent", percent);
        Instant resets = window.resetsAt();
        if (resets != null) {
            data.put("resets_at", resets.toString());
        }
        String key =
                "account.quota:" + account.id().value() + ":" + model + ":" + window.name() + ":" + now.toEpochMilli();
        return new WebhookEvent(key, EventType.ACCOUNT_QUOTA_REACHED, now, data);
    }

    private static Map<String, Object> of(Account account) {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("id", Long.toString(account.id().value()));
        about.put("name", account.name());
        about.put("provider", account.provider().id());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("account", about);
        return data;
    }
}
