-- Double entry: every row takes an amount from one book and gives it to another; rows are never changed. A book's balance is
-- what it was given less what was taken, kept beside the entries by the same transaction.
create table ledger_entries (
    id varchar(100) not null constraint ledger_entries_pk primary key,
    posted_at bigint not null,
    debit varchar(60) not null,
    credit varchar(60) not null,
    amount_nanos bigint not null constraint ledger_entries_amount check (amount_nanos >= 0),
    reason varchar(40) not null
);

create table ledger_balances (
    book varchar(60) not null constraint ledger_balances_pk primary key,
    nanos bigint not null
);
