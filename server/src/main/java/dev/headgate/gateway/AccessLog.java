package dev.headgate.gateway;

import dev.headgate.observe.Logs;
import dev.headgate.usage.UsageRecord;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line of {@code key=value} pairs for each request. Never a key, a credential, a query or a body. */
final class AccessLog {
    private static final Logger log = LoggerFactory.getLogger(Logs.ACCESS);

    private AccessLog() {}

    static void write(RequestTrace trace, @Nullable UsageRecord record, long endNanos) {
        if (!log.isInfoEnabled()) {
            return;
        }
        StringBuilder line = new StringBuilder(320);
        line.append("request_id=").append(trace.requestId);
        line.append(" client=").append(trace.client.isEmpty() ? "-" : trace.client);
        line.append(" method=").append(trace.method);
        line.append(" path=");
        word(line, trace.path);
        line.append(" status=").append(trace.status);
        line.append(" error=").append(trace.errorCode.isEmpty() ? "-" : trace.errorCode);
        if (trace.caller != null) {
            line.append(" user=").append(trace.caller.user().id());
            line.append(" key=").append(trace.caller.key().id());
        }
        if (trace.head != null) {
            line.append(" model=");
            word(line, trace.head.model());
        }
        if (!trace.attempts.isEmpty()) {
            line.append(" account=");
            word(line, trace.attempts.getLast().account.name());
            line.append(" attempts=").append(trace.attempts.size());
        }
        if (record != null) {
            line.append(" input=").append(record.tokens().input());
            line.append(" output=").append(record.tokens().output());
            line.append(" charged_nanos=").append(record.charged().nanos());
        }
        if (!trace.refusal.isEmpty()) {
            line.append(" refusal=");
            word(line, trace.refusal);
        }
        if (trace.queueStays > 0) {
            line.append(" queue_ms=").append(trace.queueNanos / 1_000_000);
        }
        line.append(" first_byte_ms=").append(trace.millisTo(trace.firstByteNanos));
        line.append(" duration_ms=").append(trace.millisTo(endNanos));
        log.info(line.toString());
    }

    /** Keeps one line one line, whatever a client sends. */
    private static void word(StringBuilder line, String text) {
        int max = Math.min(text.length(), 200);
        for (int i = 0; i < max; i++) {
            char c = text.charAt(i);
            if (c <= ' '
                    || c == '"'
                    || c == 0x7F
                    || Character.isISOControl(c)
                    || Character.isSurrogate(c)
                    || c == '\u2028'
                    || c == '\u2029') {
                line.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                line.append(c);
            }
        }
    }
}
