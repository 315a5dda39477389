-- Prices as they came in. Rows are only added: a price that changes is a new row, a table that is rolled back an event.
create table price_tables (
    id bigint not null constraint price_tables_pk primary key,
    made_at bigint not null,
    source varchar(2000) not null,
    sha256 varchar(64) not null,
    body text not null
);

create table price_events (
    seq bigint not null constraint price_events_pk primary key,
    happened_at bigint not null,
    kind varchar(20) not null,
    table_id bigint not null,
    words text not null
);

create table price_overrides (
    id bigint not null constraint price_overrides_pk primary key,
    made_at bigint not null,
    body text not null,
    withdrawn boolean not null,
    reason varchar(500) not null
);
