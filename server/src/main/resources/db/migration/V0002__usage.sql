-- One row for each finished call, one for each of its attempts, and sums by the hour. Ids of users, keys, groups and accounts
-- have no foreign key: a row outlives what it names.
create table usage (
    request_id varchar(36) not null constraint usage_pk primary key,
    created_at bigint not null,
    user_id bigint not null,
    key_id bigint not null,
    group_id bigint not null,
    account_id bigint not null,
    protocol varchar(40) not null,
    model varchar(300) not null,
    upstream_model varchar(300) not null,
    stream boolean not null,
    status int not null,
    error_code varchar(60) not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cache_read_tokens bigint not null,
    cache_write_5m_tokens bigint not null,
    cache_write_1h_tokens bigint not null,
    reasoning_tokens bigint not null,
    list_cost_nanos bigint not null,
    charged_nanos bigint not null,
    from_balance boolean not null,
    estimated boolean not null,
    price_version varchar(100) not null,
    first_byte_ms int not null,
    duration_ms int not null,
    attempts int not null,
    trace text not null
);
create index usage_created on usage (created_at, request_id);

create table usage_attempts (
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
    constraint usage_attempts_pk primary key (request_id, ordinal)
);

create table usage_hourly (
    hour_start bigint not null,
    user_id bigint not null,
    key_id bigint not null,
    account_id bigint not null,
    model varchar(300) not null,
    calls bigint not null,
    input_tokens bigint not null,
    output_tokens bigint not null,
    cache_read_tokens bigint not null,
    cache_write_tokens bigint not null,
    list_cost_nanos bigint not null,
    charged_nanos bigint not null,
    constraint usage_hourly_pk primary key (key_id, hour_start, user_id, account_id, model)
);
