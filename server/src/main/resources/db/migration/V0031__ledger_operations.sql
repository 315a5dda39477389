-- What operators do with the books. A note says why; a subject is what an entry is about (the call that is refunded).
alter table ledger_entries add column note varchar(500) not null default '';
alter table ledger_entries add column subject varchar(100) not null default '';
create index ledger_entries_subject on ledger_entries (subject) where subject <> '';

-- One row whose lock every operation on money takes, so that they happen one after another, and its count of them.
create table billing_state (
    id int not null constraint billing_state_pk primary key constraint billing_state_one check (id = 1),
    seq bigint not null
);
insert into billing_state (id, seq) values (1, 0);

-- What running servers must take over into memory: written by operations, in the order of their commits.
create table billing_changes (
    seq bigint not null,
    kind varchar(20) not null,
    subject bigint not null,
    nanos bigint not null,
    constraint billing_changes_pk primary key (seq, kind, subject)
);

-- Money set aside for longer than a call, by systems outside; it lies in the book 'held' until its end.
create table ledger_holds (
    id varchar(100) not null constraint ledger_holds_pk primary key,
    user_id bigint not null,
    amount_nanos bigint not null constraint ledger_holds_amount check (amount_nanos > 0),
    created_at bigint not null,
    expires_at bigint not null,
    state varchar(10) not null,
    note varchar(500) not null
);
create index ledger_holds_open on ledger_holds (expires_at) where state = 'open';
