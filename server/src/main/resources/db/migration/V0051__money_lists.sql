-- For lists of what operators and users did with money, newest first: charges of calls are in the log and the sums, not in these.
create index ledger_entries_posted on ledger_entries (posted_at, id) where reason <> 'usage';
create index ledger_entries_debit on ledger_entries (debit, posted_at, id) where reason <> 'usage';
create index ledger_entries_credit on ledger_entries (credit, posted_at, id) where reason <> 'usage';

-- For the codes of a batch, in the order of their hashes.
create index codes_of_hash on codes (batch_id, hash);
