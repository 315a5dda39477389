package dev.headgate.app;

import dev.headgate.accounts.AccountCare;
import dev.headgate.accounts.AccountReading;
import dev.headgate.accounts.QuotaWindow;
import dev.headgate.observe.Metrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Accounts on {@code /metrics}: state, slots, sessions, and how much of each quota window is used until when. */
final class AccountMetrics {
    private AccountMetrics() {}

    static void show(Metrics metrics, AccountCare care) {
        metrics.table(
                "headgate_account_state",
                "1 for the state that an account is in",
                List.of("account", "state"),
                () -> each(
                        care,
                        (reading, rows) -> rows.add(new Metrics.Row(
                                List.of(name(reading), reading.state().status().id()), 1))));
        number(metrics, care, "headgate_account_slots_in_use", "calls in flight on an account", reading -> {
            return reading.slotsInUse();
        });
        number(metrics, care, "headgate_account_slots", "calls that an account may have in flight", reading -> {
            return reading.account().concurrency();
        });
        number(
                metrics,
                care,
                "headgate_account_sessions",
                "sessions active on an account within some five minutes, about",
                AccountReading::sessions);
        number(
                metrics,
                care,
                "headgate_account_error_ratio",
                "recent share of failed attempts on an account",
                reading -> reading.errorPpm() / 1e6);
        metrics.table(
                "headgate_account_window_used_ratio",
                "share of a quota window that is used, as last told",
                List.of("account", "model", "window"),
                () -> each(care, (reading, rows) -> {
                    Instant now = Instant.now();
                    windows(reading, rows, window -> window.usedPpmAt(now) / 1e6);
                }));
        metrics.table(
                "headgate_account_window_reset_timestamp_seconds",
                "when a quota window is whole again, in seconds since 1970; 0 where the vendor doesn't say",
                List.of("account", "model", "window"),
                () -> each(
                        care,
                        (reading, rows) -> windows(reading, rows, window -> {
                            Instant resets = window.resetsAt();
                            return resets == null ? 0 : resets.toEpochMilli() / 1e3;
                        })));
    }

    private static void number(
            Metrics metrics, AccountCare care, String name, String help, ToDoubleFunction<AccountReading> value) {
        metrics.table(
                name,
                help,
                List.of("account"),
                () -> each(
                        care,
                        (reading, rows) ->
                                rows.add(new Metrics.Row(List.of(name(reading)), value.applyAsDouble(reading)))));
    }

    private interface Each {
        void add(AccountReading reading, List<Metrics.Row> rows);
    }

    private static List<Metrics.Row> each(AccountCare care, Each each) {
        List<Metrics.Row> rows = new ArrayList<>();
        care.readings().forEach(reading -> each.add(reading, rows));
        return rows;
    }

    private static String name(AccountReading reading) {
        return reading.account().name();
    }

    private static void windows(AccountReading reading, List<Metrics.Row> rows, ToDoubleFunction<QuotaWindow> value) {
        reading.state().windows().forEach(window -> rows.add(row(reading, "", window, value)));
        reading.state()
                .models()
                .forEach((model, of) -> of.windows().forEach(window -> rows.add(row(reading, model, window, value))));
    }

    private static Metrics.Row row(
            AccountReading reading, String model, QuotaWindow window, ToDoubleFunction<QuotaWindow> value) {
        return new Metrics.Row(List.of(name(reading), model, window.name()), value.applyAsDouble(window));
    }
}
