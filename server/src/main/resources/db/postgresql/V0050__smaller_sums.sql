-- Sums that are smaller still, for what dashboards ask most over long times. Who used how much is kept by key: for most users that is
-- no longer than by user, and it answers both. The hour's sums stand in the order of time, so that settlement touches few pages.
alter table usage_hourly drop constraint usage_hourly_pk;
alter table usage_hourly add constraint usage_hourly_pk primary key (hour_start, key_id, account_id, model, user_id, group_id);
drop index usage_hourly_start;
create index usage_hourly_key on usage_hourly (key_id, hour_start);

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
);
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
);

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
);

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
);

insert into usage_daily_keys (day_start, user_id, key_id, group_id, calls, errors, input_tokens, output_tokens, cache_read_tokens,
    cache_write_tokens, reasoning_tokens, list_cost_nanos, charged_nanos, upstream_cost_nanos)
select hour_start - hour_start % 86400000, user_id, key_id, group_id,
    sum(calls), sum(errors), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
    sum(cache_write_tokens), sum(reasoning_tokens), sum(list_cost_nanos), sum(charged_nanos), sum(upstream_cost_nanos)
from usage_hourly group by hour_start - hour_start % 86400000, user_id, key_id, group_id;

insert into usage_daily_models (day_start, model, calls, errors, input_tokens, output_tokens, cache_read_tokens,
    cache_write_tokens, reasoning_tokens, list_cost_nanos, charged_nanos, upstream_cost_nanos)
select day_start, model,
    sum(calls), sum(errors), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
    sum(cache_write_tokens), sum(reasoning_tokens), sum(list_cost_nanos), sum(charged_nanos), sum(upstream_cost_nanos)
from usage_daily_pools group by day_start, model;

insert into usage_daily_accounts (day_start, account_id, calls, errors, input_tokens, output_tokens, cache_read_tokens,
    cache_write_tokens, reasoning_tokens, list_cost_nanos, charged_nanos, upstream_cost_nanos)
select day_start, account_id,
    sum(calls), sum(errors), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
    sum(cache_write_tokens), sum(reasoning_tokens), sum(list_cost_nanos), sum(charged_nanos), sum(upstream_cost_nanos)
from usage_daily_pools group by day_start, account_id;

insert into usage_daily_groups (day_start, group_id, calls, errors, input_tokens, output_tokens, cache_read_tokens,
    cache_write_tokens, reasoning_tokens, list_cost_nanos, charged_nanos, upstream_cost_nanos)
select day_start, group_id,
    sum(calls), sum(errors), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
    sum(cache_write_tokens), sum(reasoning_tokens), sum(list_cost_nanos), sum(charged_nanos), sum(upstream_cost_nanos)
from usage_daily_pools group by day_start, group_id;

drop table usage_daily_users;
