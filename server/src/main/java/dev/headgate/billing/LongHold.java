package dev.headgate.billing;

import dev.headgate.base.Check;
import dev.headgate.base.Money;
import dev.headgate.base.UserId;
import java.time.Instant;
import java.util.Locale;

/** Money set aside by a system outside, until it is posted, void or expired. */
public record LongHold(String id, UserId user, Money amount, Instant expiresAt, State state) {
    public LongHold {
        Check.notBlank("hold id", id);
        Check.that(id.length() <= 80, "hold id", "\"" + id + "\"", "at most 80 characters");
        Check.that(amount.nanos() > 0, "amount", amount, "more than 0");
    }

    /** Where a hold stands. */
    public enum State {
        OPEN,
        POSTED,
        VOID,
        EXPIRED;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String id) {
            return valueOf(id.toUpperCase(Locale.ROOT));
        }
    }
}
