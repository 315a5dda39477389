package dev.headgate.app;

import dev.headgate.admin.Vitals;
import dev.headgate.observe.Metrics;
import dev.headgate.observe.RecentSpread;
import dev.headgate.store.Store;
import dev.headgate.usage.Settler;
import dev.headgate.usage.UsageJournal;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** How the running program is. */
final class RunningVitals implements Vitals {
    private final Instant startedAt;
    private final Metrics metrics;
    private final Store store;
    private final UsageJournal journal;
    private final Settler settler;
    private final BooleanSupplier ready;
    private final IntSupplier inFlight;
    private final IntSupplier waiting;

    /** What only the program knows of itself. */
    record Self(Instant startedAt, BooleanSupplier ready, IntSupplier inFlight, IntSupplier waiting) {}

    RunningVitals(Self self, Metrics metrics, Store store, UsageJournal journal, Settler settler) {
        this.startedAt = self.startedAt();
        this.ready = self.ready();
        this.inFlight = self.inFlight();
        this.waiting = self.waiting();
        this.metrics = metrics;
        this.store = store;
        this.journal = journal;
        this.settler = settler;
    }

    @Override
    public Counts counts() {
        Metrics.Totals totals = metrics.totals();
        return new Counts(
                totals.requests(),
                totals.errors(),
                totals.input(),
                totals.output(),
                totals.cacheRead(),
                totals.cacheWrite(),
                totals.openStreams(),
                inFlight.getAsInt(),
                waiting.getAsInt());
    }

    @Override
    public RecentSpread.Look added() {
        return metrics.added();
    }

    @Override
    public Status status() {
        Runtime runtime = Runtime.getRuntime();
        return new Status(
                Main.VERSION,
                startedAt,
                ready.getAsBoolean(),
                store.postgresql() ? "postgresql" : "sqlite",
                journal.lag(),
                journal.healthy(),
                settler.healthy(),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory());
    }
}
