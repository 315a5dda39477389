-- Sums that are smaller still, for what dashboards ask most over long times. Who used how much is kept by key: for most users that is
-- no longer than by user, and it answers both. The hour's sums stand in the order of time, so that settlement touches few pages.
--
-- And on SQLite, tables whose rows are found by their key alone are kept in the key's order instead of beside it: half the pages for
-- settlement to touch, and a report reads them in one go.
create table usage_hourly_new (
    hour_start bigint not null,
    user_id bigint not null,
    key_id bigint not null,
    group_id bigint not null,
    account_id bigint not null,
    model varchar(300) not null,
    calls bigint not null,
    errors bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cache_read_tokens bigint not null,
    cache_write_tokens bigint not null,
    reasoning_tokens bigint not null,
    list_cost_nanos bigint not null,
    charged_nanos bigint not null,
    upstream_cost_nanos bigint not null,
    constraint usage_hourly_pk primary key (hour_start, key_id, account_id, model, user_id, group_id)
) without rowid;
insert into usage_hourly_new (hour_start, user_id, key_id, group_id, account_id, model,
    calls, errors, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens,
    list_cost_nanos, charged_nanos, upstream_cost_nanos)
select hour_start, user_id, key_id, group_id, account_id, model,
    calls, errors, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens,
    list_cost_nanos, charged_nanos, upstream_cost_nanos
from usage_hourly;
drop table usage_hourly;
alter table usage_hourly_new rename to usage_hourly;
create index usage_hourly_user on usage_hourly (user_id, hour_start);
create index usage_hourly_key on usage_hourly (key_id, hour_start);

create table usage_hourly_pools_new (
    hour_start bigint not null,
    group_id bigint not null,
    account_id bigint not null,
    model varchar(300) not null,
    calls bigint not null,
    errors bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cache_read_tokens bigint not null,
    cache_write_tokens bigint not null,
    reasoning_tokens bigint not null,
    list_cost_nanos bigint not null,
    charged_nanos bigint not null,
    upstream_cost_nanos bigint not null,
    constraint usage_hourly_pools_pk primary key (hour_start, group_id, account_id, model)
) without rowid;
insert into usage_hourly_pools_new (hour_start, group_id, account_id, model,
    calls, errors, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens,
    list_cost_nanos, charged_nanos, upstream_cost_nanos)
select hour_start, group_id, account_id, model,
    calls, errors, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens,
    list_cost_nanos, charged_nanos, upstream_cost_nanos
from usage_hourly_pools;
drop table usage_hourly_pools;
alter table usage_hourly_pools_new rename to usage_hourly_pools;

create table usage_daily_pools_new (
    day_start bigint not null,
    group_id bigint not null,
    account_id bigint not null,
    model varchar(300) not null,
    calls bigint not null,
    errors bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cache_read_tokens bigint not null,
    cache_write_tokens bigint not null,
    reasoning_tokens bigint not null,
    list_cost_nanos bigint not null,
    charged_nanos bigint not null,
    upstream_cost_nanos bigint not null,
    constraint usage_daily_pools_pk primary key (day_start, group_id, account_id, model)
) without rowid;
insert into usage_daily_pools_new (day_start, group_id, account_id, model,
    calls, errors, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens,
    list_cost_nanos, charged_nanos, upstream_cost_nanos)
select day_start, group_id, account_id, model,
    calls, errors, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens,
    list_cost_nanos, charged_nanos, upstream_cost_nanos
from usage_daily_pools;
drop table usage_daily_pools;
alter table usage_daily_pools_new rename to usage_daily_pools;

create table usage_attempts_new (
    request_id varchar(36) not null,
    ordinal int not null,
    account_id bigint not null,
    outcome varchar(60) not null,
    status int not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cache_read_tokens bigint not null,
    cache_write_5m_tokens bigint not null,
    cache_write_1h_tokens bigint not null,
    reasoning_tokens bigint not null,
    upstream_cost_nanos bigint not null,
    duration_ms int not null,
    created_at bigint not null default 0,
    constraint usage_attempts_pk primary key (request_id, ordinal)
) without rowid;
insert into usage_attempts_new (request_id, ordinal, account_id, outcome, status, input_tokens, output_tokens, cache_read_tokens,
    cache_write_5m_tokens,
    cache_write_1h_tokens, reasoning_tokens, upstream_cost_nanos, duration_ms, created_at)
select request_id, ordinal, account_id, outcome, status, input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens,
    cache_write_1h_tokens, reasoning_tokens, upstream_cost_nanos, duration_ms, created_at
from usage_attempts;
drop table usage_attempts;
alter table usage_attempts_new rename to usage_attempts;

create table ledger_entries_new (
    id varchar(100) not null constraint ledger_entries_pk primary key,
    posted_at bigint not null,
    debit varchar(60) not null,
    credit varchar(60) not null,
    amount_nanos bigint not null constraint ledger_entries_amount check (amount_nanos >= 0),
    reason varchar(40) not null,
    note varchar(500) not null default '',
    subject varchar(100) not null default ''
) without rowid;
insert into ledger_entries_new (id, posted_at, debit, credit, amount_nanos, reason, note, subject)
select id, posted_at, debit, credit, amount_nanos, reason, note, subject
from ledger_entries;
drop table ledger_entries;
alter table ledger_entries_new rename to ledger_entries;
create index ledger_entries_subject on ledger_entries (subject) where subject <> '';

create table usage_daily_keys (
    day_start bigint not null,
    user_id bigint not null,
    key_id bigint not null,
    group_id bigint not null,
    calls bigint not null,
    errors bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cache_read_tokens bigint not null,
    cache_write_tokens bigint not null,
    reasoning_tokens bigint not null,
    list_cost_nanos bigint not null,
    charged_nanos bigint not null,
    upstream_cost_nanos bigint not null,
    constraint usage_daily_keys_pk primary key (day_start, user_id, key_id, group_id)
) without rowid;
create index usage_daily_keys_user on usage_daily_keys (user_id, day_start);
create index usage_daily_keys_key on usage_daily_keys (key_id, day_start);

create table usage_daily_models (
    day_start bigint not null,
    model varchar(300) not null,
    calls bigint not null,
    errors bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cache_read_tokens bigint not null,
    cache_write_tokens bigint not null,
    reasoning_tokens bigint not null,
    list_cost_nanos bigint not null,
    charged_nanos bigint not null,
    upstream_cost_nanos bigint not null,
    constraint usage_daily_models_pk primary key (day_start, model)
) without rowid;

create table usage_daily_accounts (
    day_start bigint not null,
    account_id bigint not null,
    calls bigint not null,
    errors bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cache_read_tokens bigint not null,
    cache_write_tokens bigint not null,
    reasoning_tokens bigint not null,
    list_cost_nanos bigint not null,
    charged_nanos bigint not null,
    upstream_cost_nanos bigint not null,
    constraint usage_daily_accounts_pk primary key (day_start, account_id)
) without rowid;

create table usage_daily_groups (
    day_start bigint not null,
    group_id bigint not null,
    calls bigint not null,
    errors bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cache_read_tokens bigint not null,
    cache_write_tokens bigint not null,
    reasoning_tokens bigint not null,
    list_cost_nanos bigint not null,
    charged_nanos bigint not null,
    upstream_cost_nanos bigint not null,
    constraint usage_daily_groups_pk primary key (day_start, group_id)
) without rowid;

insert into usage_daily_keys (day_start, user_id, key_id, group_id, calls, errors, input_tokens, output_tokens, cache_read_tokens,
    cache_write_tokens, reasoning_tokens,
    list_cost_nanos, charged_nanos, upstream_cost_nanos)
select hour_start - hour_start % 86400000, user_id, key_id, group_id,
    sum(calls), sum(errors), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
    sum(cache_write_tokens), sum(reasoning_tokens), sum(list_cost_nanos), sum(charged_nanos), sum(upstream_cost_nanos)
from usage_hourly group by hour_start - hour_start % 86400000, user_id, key_id, group_id;

insert into usage_daily_models (day_start, model, calls, errors, input_tokens, output_tokens, cache_read_tokens,
    cache_write_tokens, reasoning_tokens,
    list_cost_nanos, charged_nanos, upstream_cost_nanos)
select day_start, model,
    sum(calls), sum(errors), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
    sum(cache_write_tokens), sum(reasoning_tokens), sum(list_cost_nanos), sum(charged_nanos), sum(upstream_cost_nanos)
from usage_daily_pools group by day_start, model;

insert into usage_daily_accounts (day_start, account_id, calls, errors, input_tokens, output_tokens, cache_read_tokens,
    cache_write_tokens, reasoning_tokens,
    list_cost_nanos, charged_nanos, upstream_cost_nanos)
select day_start, account_id,
    sum(calls), sum(errors), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
    sum(cache_write_tokens), sum(reasoning_tokens), sum(list_cost_nanos), sum(charged_nanos), sum(upstream_cost_nanos)
from usage_daily_pools group by day_start, account_id;

insert into usage_daily_groups (day_start, group_id, calls, errors, input_tokens, output_tokens, cache_read_tokens,
    cache_write_tokens, reasoning_tokens,
    list_cost_nanos, charged_nanos, upstream_cost_nanos)
select day_start, group_id,
    sum(calls), sum(errors), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
    sum(cache_write_tokens), sum(reasoning_tokens), sum(list_cost_nanos), sum(charged_nanos), sum(upstream_cost_nanos)
from usage_daily_pools group by day_start, group_id;

drop table usage_daily_users;
