package dev.headgate.app;

import dev.headgate.billing.Ledger;
import dev.headgate.usage.SettlementStep;
import dev.headgate.usage.UsageRecord;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Posts the charge of every settled call to the ledger, in the settlement's own transaction. */
final class LedgerSettlement implements SettlementStep {
    private final Ledger ledger;

    LedgerSettlement(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void apply(Handle handle, List<UsageRecord> inserted) {
        ledger.post(
                handle,
                inserted.stream()
                        .map(record -> Ledger.charge(
                                record.requestId(), record.user(), record.charged(), record.fromBalance()))
                        .toList());
    }
}
