package dev.headgate.admin;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountOptions;
import dev.headgate.accounts.AccountReading;
import dev.headgate.accounts.AccountState;
import dev.headgate.accounts.ActiveHours;
import dev.headgate.accounts.Allowance;
import dev.headgate.accounts.EgressProxy;
import dev.headgate.accounts.QuotaWindow;
import dev.headgate.config.Doc;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An account and how it is now. Its credential and the values of its headers are not told. */
record AccountView(
        String id,
        String name,

        @Doc("anthropic, openai, gemini or openai-compatible")
        String provider,

        String baseUrl,
        @Doc("api-key, oauth or service-account") String credentialType,
        List<String> groups,
        int concurrency,
        @Doc("smaller is tried first") int priority,
        @Doc("share among accounts of one priority") int weight,
        @Doc("empty = all; alias=real maps") List<String> models,
        @Nullable String proxy,

        @Doc("names of headers that are sent over what the client sent")
        List<String> headers,

        @Nullable String timeZone,

        @Doc("when calls are taken, such as mon-fri 08:00-18:00; empty = always")
        List<String> hours,

        @Nullable Instant expiresAt,
        @Doc("quotas set here, such as usd 20 per day") List<String> allowances,
        String notes,
        @Doc("owned by the settings file") boolean declared,
        Live live) {

    /** How it is now. */
    record Live(
            @Doc("active, cooling, exhausted, paused, needs-attention or expired")
            String state,

            @Doc("when the state passes by itself") @Nullable
            Instant until,

            @Doc("since when an operator's pause or the need for attention lasts") @Nullable
            Instant since,

            @Doc("why, mostly in the vendor's words") String reason,
            @Doc("calls in flight, of concurrency") int slotsInUse,

            @Doc("sessions active within some five minutes, about")
            int sessions,

            @Doc("recent share of failed attempts, parts per million")
            int errorPpm,

            @Doc("recent time to the first byte; absent while unknown") @Nullable
            Long firstByteMs,

            List<Gauge> windows,
            @Doc("what is true of single models only") Map<String, ModelLive> models) {}

    record ModelLive(String state, @Nullable Instant until, String reason, List<Gauge> windows) {}

    /** How much of a quota window is used. */
    record Gauge(
            @Doc("5h, 7d, requests, tokens …") String name,
            @Doc("parts per million") int usedPpm,
            @Doc("-1 when only a share is told") long limit,
            @Doc("-1 when only a share is told") long remaining,
            @Nullable Instant resetsAt,
            Instant seenAt) {}

    static AccountView of(AccountReading reading, GroupNames groups, Instant now) {
        Account account = reading.account();
        AccountOptions options = account.options();
        EgressProxy proxy = options.proxy();
        ActiveHours hours = options.hours();
        return new AccountView(
                account.id().toString(),
                account.name(),
                account.provider().id(),
                account.baseUrl().toString(),
                account.credential().type(),
                account.groups().stream().map(groups::of).sorted().toList(),
                account.concurrency(),
                account.priority(),
                account.weight(),
                account.models().entries(),
                proxy == null ? null : proxy.name(),
                options.headers().keySet().stream().sorted().toList(),
                hours == null ? null : hours.zone().getId(),
                hours == null ? List.of() : hours.spans(),
                options.expiresAt(),
                options.allowances().stream().map(Allowance::words).toList(),
                options.notes(),
                account.declared(),
                live(reading, now));
    }

    private static Live live(AccountReading reading, Instant now) {
        AccountState state = reading.state();
        Map<String, ModelLive> models = new TreeMap<>();
        state.models()
                .forEach((name, model) -> models.put(
                        name,
                        new ModelLive(
                                model.status().id(), model.until(), model.reason(), gauges(model.windows(), now))));
        return new Live(
                state.status().id(),
                state.until(),
                state.since(),
                state.reason(),
                reading.slotsInUse(),
                reading.sessions(),
                reading.errorPpm(),
                reading.firstByteNanos() == 0 ? null : (Long) (reading.firstByteNanos() / 1_000_000),
                gauges(state.windows(), now),
                models);
    }

    private static List<Gauge> gauges(List<QuotaWindow> windows, Instant now) {
        return windows.stream()
                .map(window -> new Gauge(
                        window.name(),
                        window.usedPpmAt(now),
                        window.limit(),
                        window.remaining(),
                        window.resetsAt(),
                        window.seenAt()))
                .toList();
    }
}
