-- The hour's sums by model alone: what dashboards of the last days ask.
create table usage_hourly_models (
    hour_start bigint not null,
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
    constraint usage_hourly_models_pk primary key (hour_start, model)
) without rowid;

insert into usage_hourly_models (hour_start, model, calls, errors, input_tokens, output_tokens, cache_read_tokens,
    cache_write_tokens, reasoning_tokens, list_cost_nanos, charged_nanos, upstream_cost_nanos)
select hour_start, model,
    sum(calls), sum(errors), sum(input_tokens), sum(output_tokens), sum(cache_read_tokens),
    sum(cache_write_tokens), sum(reasoning_tokens), sum(list_cost_nanos), sum(charged_nanos), sum(upstream_cost_nanos)
from usage_hourly_pools group by hour_start, model;
