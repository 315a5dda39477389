package dev.headgate.accounts;

import dev.headgate.accounts.AccountState.ModelState;
import dev.headgate.accounts.AccountState.Status;
import java.time.Instant;
import java.util.List;

/** What changes about one model of an account, beside the account itself. Confined to its pulse's lock. */
final class ModelPulse {
    final Hold exhausted = new Hold(Status.EXHAUSTED);
    final Hold cooling = new Hold(Status.COOLING);
    final Quotas quotas = new Quotas();
    int repetitions;

    /** What may keep calls away. */
    List<Hold> holds(Instant now) {
        return List.of(exhausted, cooling, Quotas.full(quotas.all(), now));
    }

    ModelState state(Instant now) {
        Hold longest = null;
        for (Hold hold : holds(now)) {
            longest = Hold.longer(longest, hold, now);
        }
        return longest == null
                ? new ModelState(Status.ACTIVE, null, "", quotas.all())
                : new ModelState(longest.status(), longest.until(), longest.reason(), quotas.all());
    }

    /** Ends its rests. */
    void end() {
        exhausted.end();
        cooling.end();
    }

    void mark(String model, Instant now, AccountMarks marks) {
        exhausted.mark(model, now, marks);
        cooling.mark(model, now, marks);
    }
}
