package dev.headgate.usage;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** What else happens, in the same transaction, for the records that were really inserted: the ledger. */
@FunctionalInterface
public interface SettlementStep {
    void apply(Handle handle, List<UsageRecord> inserted);
}
