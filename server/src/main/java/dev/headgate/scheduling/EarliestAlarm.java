package dev.headgate.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Many times at which the same must be done, of which only the earliest has a timer. Thread-safe. */
final class EarliestAlarm {
    /** A timer may be early by the clock; so long passes at least before the next. */
    private static final long MILLIS_MIN = 10;

    private final WaitingRooms.Alarm alarm;
    private final InstantSource clock;
    private final Runnable action;
    private long setMillis = Long.MAX_VALUE;

    /** {@code action} has to set the next time. */
    EarliestAlarm(WaitingRooms.Alarm alarm, InstantSource clock, Runnable action) {
        this.alarm = alarm;
        this.clock = clock;
        this.action = action;
    }

    /** Calls at {@code at}, or earlier; null is never. */
    void ringAt(@Nullable Instant at) {
        if (at == null) {
            return;
        }
        long millis = at.toEpochMilli();
        Duration time;
        synchronized (this) {
            if (millis >= setMillis) {
                return;
            }
            setMillis = millis;
            time = Duration.ofMillis(Math.max(MILLIS_MIN, millis - clock.millis()));
        }
        alarm.after(time, () -> rings(millis));
    }

    private void rings(long millis) {
        synchronized (this) {
            if (setMillis == millis) {
                setMillis = Long.MAX_VALUE;
            }
        }
        action.run();
    }
}
