package dev.headgate.accounts;

import dev.headgate.accounts.AccountState.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What of an account's pulse must outlive a restart. The model's name is empty where it is about the whole account. Confined to
 * the thread that makes it.
 */
record AccountMarks(List<Told> windows, List<Rest> rests) {
    record Told(String model, QuotaWindow window) {}

    record Rest(String model, Status status, Instant until, String reason) {}

    static AccountMarks empty() {
        return new AccountMarks(new ArrayList<>(), new ArrayList<>());
    }
}
