-- Sums that settlement keeps beside the log, so that reports never read it: by the hour with everything a report may ask for, and
-- smaller ones for what dashboards ask most. Calls and tokens stand at the account whose answer the client got, upstream costs at
-- the account that made them. They outlive the rows they are made of.
alter table usage_attempts add column created_at bigint not null default 0;
update usage_attempts set created_at = coalesce(
    (select u.created_at from usage u where u.request_id = usage_attempts.request_id), 0);

drop table usage_hourly;
create table usage_hourly (
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
    constraint usage_hourly_pk primary key (key_id, hour_start, account_id, model, user_id, group_id)
);
create index usage_hourly_user on usage_hourly (user_id, hour_start);
create index usage_hourly_start on usage_hourly (hour_start);

create table usage_daily_users (
    day_start bigint not null,
    user_id bigint not null,
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
    constraint usage_daily_users_pk primary key (day_start, user_id, group_id)
);

create table usage_hourly_pools (
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
);

create table usage_daily_pools (
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
);

insert into usage_hourly
select m.at - m.at % 3600000, m.user_id, m.key_id, m.group_id, m.account_id, m.model, sum(m.calls), sum(m.errors), sum(m.input),
    sum(m.output), sum(m.cache_read), sum(m.cache_write), sum(m.reasoning), sum(m.list_cost), sum(m.charged), sum(m.upstream)
from (
    select created_at as at, user_id, key_id, group_id, account_id, model, 1 as calls,
        case when error_code = '' then 0 else 1 end as errors, input_tokens as input, output_tokens as output,
        cache_read_tokens as cache_read, cache_write_5m_tokens + cache_write_1h_tokens as cache_write,
        reasoning_tokens as reasoning, list_cost_nanos as list_cost, charged_nanos as charged, 0 as upstream
    from usage
    union all
    select u.created_at, u.user_id, u.key_id, u.group_id, a.account_id, u.model, 0, 0, 0, 0, 0, 0, 0, 0, 0, a.upstream_cost_nanos
    from usage_attempts a join usage u on u.request_id = a.request_id) m
group by m.at - m.at % 3600000, m.user_id, m.key_id, m.group_id, m.account_id, m.model;

insert into usage_daily_users
select hour_start - hour_start % 86400000, user_id, group_id, sum(calls), sum(errors), sum(input_tokens), sum(output_tokens),
    sum(cache_read_tokens), sum(cache_write_tokens), sum(reasoning_tokens), sum(list_cost_nanos), sum(charged_nanos),
    sum(upstream_cost_nanos)
from usage_hourly group by hour_start - hour_start % 86400000, user_id, group_id;

insert into usage_hourly_pools
select hour_start, group_id, account_id, model, sum(calls), sum(errors), sum(input_tokens), sum(output_tokens),
    sum(cache_read_tokens), sum(cache_write_tokens), sum(reasoning_tokens), sum(list_cost_nanos), sum(charged_nanos),
    sum(upstream_cost_nanos)
from usage_hourly group by hour_start, group_id, account_id, model;

insert into usage_daily_pools
select hour_start - hour_start % 86400000, group_id, account_id, model, sum(calls), sum(errors), sum(input_tokens),
    sum(output_tokens), sum(cache_read_tokens), sum(cache_write_tokens), sum(reasoning_tokens), sum(list_cost_nanos),
    sum(charged_nanos), sum(upstream_cost_nanos)
from usage_hourly_pools group by hour_start - hour_start % 86400000, group_id, account_id, model;

-- A call's correction: what pricing it again changed. Rows are only added; the log stays as it was.
create table usage_corrections (
    rerating_id varchar(60) not null,
    request_id varchar(36) not null,
    created_at bigint not null,
    user_id bigint not null,
    key_id bigint not null,
    group_id bigint not null,
    account_id bigint not null,
    model varchar(300) not null,
    list_cost_delta_nanos bigint not null,
    charged_delta_nanos bigint not null,
    price_version varchar(100) not null,
    corrected_at bigint not null,
    constraint usage_corrections_pk primary key (request_id, rerating_id)
);
create index usage_corrections_created on usage_corrections (created_at);

-- Rows of calls before this instant have been removed; sums and ledger entries of them remain.
create table usage_horizon (
    one int not null constraint usage_horizon_pk primary key,
    cut_at bigint not null
);
insert into usage_horizon (one, cut_at) values (1, 0);
