package dev.headgate.app;

import dev.headgate.http.RequestMemory;
import dev.headgate.observe.Metrics;
import dev.headgate.usage.Settler;
import dev.headgate.usage.UsageJournal;
import java.util.concurrent.atomic.AtomicInteger;

/** How the program itself is, on {@code /metrics}. */
final class SystemMetrics {
    private SystemMetrics() {}

    static void show(
            Metrics metrics,
            UsageJournal journal,
            Settler settler,
            AtomicInteger refusedTables,
            AtomicInteger openCalls) {
        metrics.gauge("headgate_journal_lag_records", "records not yet settled", journal, UsageJournal::lag);
        metrics.gauge("headgate_journal_healthy", "1 while usage can be recorded", journal, j -> j.healthy() ? 1 : 0);
        metrics.gauge("headgate_settlement_healthy", "1 while usage can be settled", settler, s -> s.healthy() ? 1 : 0);
        metrics.gauge(
                "headgate_price_tables_refused",
                "price tables refused since the start",
                refusedTables,
                AtomicInteger::get);
        metrics.gauge("headgate_calls_in_flight", "calls in flight", openCalls, AtomicInteger::get);
    }

    static void show(Metrics metrics, RequestMemory memory) {
        metrics.gauge(
                "headgate_request_memory_bytes",
                "memory counted for client connections, requests and their bodies",
                memory,
                RequestMemory::taken);
        metrics.gauge(
                "headgate_request_memory_limit_bytes",
                "the most that may be counted; what comes then is refused",
                memory,
                RequestMemory::limit);
    }
}
