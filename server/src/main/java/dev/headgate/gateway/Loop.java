package dev.headgate.gateway;

import dev.headgate.http.LoopTicks;
import dev.headgate.upstream.FailoverConfig;
import dev.headgate.upstream.FailureClassifier;
import dev.headgate.upstream.UpstreamClient;
import dev.headgate.usage.UsageRecord;
import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What belongs to one event loop.
 *
 * @param openCalls calls in flight over all loops
 * @param logged whether finished calls get a line in the access log
 */
record Loop(
        DataPlane plane,
        RelayConfig config,
        Context context,
        LoopTicks ticks,
        UpstreamClient upstream,
        FailoverConfig failover,
        FailureClassifier failures,
        Settlement settlement,
        AtomicInteger openCalls,
        boolean logged) {
    static final Logger log = LoggerFactory.getLogger(Loop.class);

    long nowNanos() {
        return ticks.nowNanos();
    }

    /** Writes a finished call's line, where calls are logged. */
    void log(RequestTrace trace, @Nullable UsageRecord record, long endNanos) {
        if (logged) {
            AccessLog.write(trace, record, endNanos);
        }
    }

    void callEnded() {
        openCalls.decrementAndGet();
    }
}
