package dev.headgate.app;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountHealth;
import dev.headgate.accounts.AccountState;
import dev.headgate.accounts.Accounts;
import dev.headgate.accounts.QuotaWindow;
import dev.headgate.observe.Metrics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Accounts on {@code /metrics}: state, slots, and how much of each quota window is used. */
final class AccountMetrics {
    private AccountMetrics() {}

    static void show(Metrics metrics, Accounts accounts, AccountHealth health) {
        metrics.table(
                "headgate_account_state",
                "1 for the state that an account is in",
                List.of("account", "state"),
                () -> each(
                        accounts,
                        (account, rows) -> rows.add(new Metrics.Row(
                                List.of(
                                        account.name(),
                                        health.state(account).status().id()),
                                1))));
        metrics.table(
                "headgate_account_slots_in_use",
                "calls in flight on an account",
                List.of("account"),
                () -> each(
                        accounts,
                        (account, rows) -> rows.add(new Metrics.Row(
                                List.of(account.name()),
                                health.pulse(account.id()).inUse()))));
        metrics.table(
                "headgate_account_window_used_ratio",
                "share of a quota window that is used, as last told",
                List.of("account", "model", "window"),
                () -> each(accounts, (account, rows) -> windows(account, health.state(account), rows)));
    }

    private interface Each {
        void add(Account account, List<Metrics.Row> rows);
    }

    private static List<Metrics.Row> each(Accounts accounts, Each each) {
        List<Metrics.Row> rows = new ArrayList<>();
        accounts.directory().accounts().forEach(account -> each.add(account, rows));
        return rows;
    }

    private static void windows(Account account, AccountState state, List<Metrics.Row> rows) {
        Instant now = Instant.now();
        state.windows().forEach(window -> rows.add(row(account, "", window, now)));
        state.models()
                .forEach((model, of) -> of.windows().forEach(window -> rows.add(row(account, model, window, now))));
    }

    private static Metrics.Row row(Account account, String model, QuotaWindow window, Instant now) {
        return new Metrics.Row(List.of(account.name(), model, window.name()), window.usedPpmAt(now) / 1e6);
    }
}
