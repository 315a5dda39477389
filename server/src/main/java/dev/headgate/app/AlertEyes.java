package dev.headgate.app;

import dev.headgate.accounts.Account;
import dev.headgate.accounts.AccountCare;
import dev.headgate.accounts.AccountReading;
import dev.headgate.accounts.AccountState.Status;
import dev.headgate.accounts.Accounts;
import dev.headgate.accounts.QuotaWindow;
import dev.headgate.alerts.AlertMetric;
import dev.headgate.alerts.Snapshot;
import dev.headgate.alerts.Snapshot.Reading;
import dev.headgate.base.ErrorCode;
import dev.headgate.base.ErrorCode.Blame;
import dev.headgate.base.GroupId;
import dev.headgate.base.Money;
import dev.headgate.billing.Billing;
import dev.headgate.billing.BudgetOwner;
import dev.headgate.billing.Budgets;
import dev.headgate.identity.Identity;
import dev.headgate.tariff.Tariffs;
import dev.headgate.webhooks.Webhooks;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at everything that alerts watch. Blocking; one look at a time. */
final class AlertEyes implements Supplier<Snapshot> {
    private static final long MIB = 1 << 20;

    /** Of fewer calls a share says nothing. */
    private static final int CALLS_MIN = 20;

    private static final Duration REFUSAL_REMEMBERED = Duration.ofHours(24);
    private static final Set<String> OWN_FAULTS = Stream.of(ErrorCode.values())
            .filter(code -> code.blame() == Blame.GATEWAY || code.blame() == Blame.UPSTREAM)
            .map(ErrorCode::id)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> REFUSALS =
            Set.of(ErrorCode.NO_ACCOUNT_AVAILABLE.id(), ErrorCode.QUEUE_FULL.id(), ErrorCode.QUEUE_TIMEOUT.id());

    private final Sights sights;
    private final InstantSource clock;
    private final RecentCalls calls = new RecentCalls();

    /** What is looked at. */
    record Sights(
            Accounts accounts,
            AccountCare care,
            Billing billing,
            Identity identity,
            Tariffs tariffs,
            Webhooks webhooks,
            Outward.Gauges gauges) {}

    AlertEyes(Sights sights, InstantSource clock) {
        this.sights = sights;
        this.clock = clock;
    }

    @Override
    public synchronized Snapshot get() {
        Instant now = clock.instant();
        List<Reading> readings = new ArrayList<>();
        EnumSet<AlertMetric> known = EnumSet.allOf(AlertMetric.class);
        traffic(now, readings);
        for (AccountReading account : sights.care().readings()) {
            account(account, now, readings);
        }
        budgets(now, readings);
        long lag = sights.gauges().journal().lag();
        add(readings, AlertMetric.JOURNAL_LAG, lag, lag + " records of finished calls are not in the database yet.");
        boolean whole =
                sights.gauges().journal().healthy() && sights.gauges().settler().healthy();
        String broken = sights.gauges().journal().healthy()
                ? "Usage can't be settled: the database doesn't take it."
                : "Usage can't be recorded: the journal's disk doesn't take it.";
        add(readings, AlertMetric.RECORDING_BROKEN, whole ? 0 : 1, whole ? "Usage is recorded and settled." : broken);
        disk(readings, known);
        int dead = sights.webhooks().deadCount();
        add(readings, AlertMetric.DEAD_WEBHOOKS, dead, dead + " deliveries were given up.");
        refusedTables(now, readings);
        return new Snapshot(now, known, readings);
    }

    private static void add(List<Reading> readings, AlertMetric metric, long value, String words) {
        readings.add(new Reading(metric, "", value, words));
    }

    private void traffic(Instant now, List<Reading> readings) {
        long all = 0;
        long failed = 0;
        long refused = 0;
        for (Map.Entry<String, Long> outcome :
                sights.gauges().metrics().outcomes().entrySet()) {
            all += outcome.getValue();
            failed += OWN_FAULTS.contains(outcome.getKey()) ? outcome.getValue() : 0;
            refused += REFUSALS.contains(outcome.getKey()) ? outcome.getValue() : 0;
        }
        RecentCalls.Counts recent = calls.look(now, new RecentCalls.Counts(all, failed, refused));
        long share = recent.calls() < CALLS_MIN ? 0 : recent.failed() * 100 / recent.calls();
        add(
                readings,
                AlertMetric.ERROR_SHARE,
                share,
                recent.failed() + " of " + recent.calls()
                        + " calls of the last five minutes failed by Headgate's or a provider's fault.");
        add(
                readings,
                AlertMetric.REFUSALS,
                recent.refused(),
                recent.refused() + " calls of the last five minutes found no account that could take them.");
    }

    private static void account(AccountReading reading, Instant now, List<Reading> readings) {
        Account account = reading.account();
        boolean attention = reading.state().status() == Status.NEEDS_ATTENTION;
        String words = attention
                ? account.name() + " needs attention: " + reading.state().reason()
                : account.name() + " is " + reading.state().status().id() + ".";
        readings.add(new Reading(AlertMetric.ACCOUNT_ATTENTION, account.name(), attention ? 1 : 0, words));
        reading.state().windows().forEach(window -> window(account.name(), window, now, readings));
        reading.state()
                .models()
                .forEach((model, of) ->
                        of.windows().forEach(window -> window(account.name() + " " + model, window, now, readings)));
    }

    private static void window(String whose, QuotaWindow window, Instant now, List<Reading> readings) {
        if (!AccountEvents.lasts(window, now)) {
            return;
        }
        int percent = window.usedPpmAt(now) / 10_000;
        Instant resets = window.resetsAt();
        readings.add(new Reading(
                AlertMetric.QUOTA_USED,
                whose + " " + window.name(),
                percent,
                percent + " % of the window " + window.name() + " of " + whose + " are used"
                        + (resets == null ? "." : "; it is whole again at " + resets + ".")));
    }

    private void budgets(Instant now, List<Reading> readings) {
        List<Budgets.Reading> budgets = sights.billing().budgets().readings(now);
        if (budgets.isEmpty()) {
            return;
        }
        Map<BudgetOwner, String> names = names();
        for (Budgets.Reading one : budgets) {
            BudgetOwner owner = one.budget().owner();
            String kind = owner.kind().name().toLowerCase(Locale.ROOT);
            String name = owner.kind() == BudgetOwner.Kind.GROUP
                    ? sights.accounts()
                            .directory()
                            .group(new GroupId(owner.id()))
                            .map(group -> group.name())
                            .orElse("")
                    : names.getOrDefault(owner, "");
            String subject = kind + " " + (name.isEmpty() ? Long.toString(owner.id()) : name) + " "
                    + one.budget().period().id();
            long limit = Math.max(1, one.limitNanos());
            long percent = one.spent().nanos() / limit * 100 + one.spent().nanos() % limit * 100 / limit;
            readings.add(new Reading(
                    AlertMetric.BUDGET_USED,
                    subject,
                    percent,
                    "The budget of " + subject + " has " + one.spent() + " of " + new Money(limit)
                            + " USD spent; the next window begins at " + one.windowEnds() + "."));
        }
    }

    private Map<BudgetOwner, String> names() {
        Map<BudgetOwner, String> names = new HashMap<>();
        sights.identity().users().values().forEach(user -> names.put(BudgetOwner.of(user.id()), user.email()));
        sights.identity()
                .callers()
                .forEach(caller -> names.put(
                        BudgetOwner.of(caller.key().id()),
                        caller.key().name() + " of " + caller.user().email()));
        return names;
    }

    private void disk(List<Reading> readings, Set<AlertMetric> known) {
        try {
            long free = Files.getFileStore(sights.gauges().data()).getUsableSpace() / MIB;
            add(
                    readings,
                    AlertMetric.DISK_FREE,
                    free,
                    free + " MiB are free on the disk of " + sights.gauges().data() + ".");
        } catch (IOException e) {
            known.remove(AlertMetric.DISK_FREE);
        }
    }

    private void refusedTables(Instant now, List<Reading> readings) {
        Instant from = now.minus(REFUSAL_REMEMBERED);
        var refused = sights.tariffs().history().stream()
                .filter(event -> event.kind().equals("refused") && event.at().isAfter(from))
                .toList();
        String words = refused.isEmpty()
                ? "No price table was refused in the last 24 hours."
                : refused.size() + " price tables were refused in the last 24 hours, the last one since: "
                        + refused.getLast().words();
        add(readings, AlertMetric.PRICES_REFUSED, refused.size(), words);
    }
}
