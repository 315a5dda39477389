package dev.headgate.app;

import dev.headgate.billing.Billing;
import dev.headgate.billing.Charge;
import dev.headgate.usage.SettlementStep;
import dev.headgate.usage.UsageRecord;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Charges every settled call, in the settlement's own transaction. */
public final class LedgerSettlement implements SettlementStep {
    private final Billing billing;

    public LedgerSettlement(Billing billing) {
        this.billing = billing;
    }

    @Override
    public void apply(Handle handle, List<UsageRecord> inserted) {
        billing.settle(handle, inserted.stream().map(LedgerSettlement::charge).toList());
    }

    private static Charge charge(UsageRecord record) {
        return new Charge(
                record.requestId(),
                record.user(),
                record.key(),
                record.group(),
                record.subscription(),
                record.fromBalance(),
                record.charged(),
                record.createdAt());
    }
}
