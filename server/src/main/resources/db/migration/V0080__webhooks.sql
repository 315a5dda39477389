-- Where events go to, and each on its way there. Times are milliseconds since 1970, UTC; 0 = never. Secrets are sealed.
create table webhook_endpoints (
    id bigint not null constraint webhook_endpoints_pk primary key,
    name varchar(100) not null constraint webhook_endpoints_name unique,
    url varchar(2000) not null,
    sealed_secret text not null,
    -- the secret before the last change, which signs beside the new one for a while; empty = none
    sealed_former text not null,
    former_until bigint not null,
    -- with commas; empty = all
    types varchar(2000) not null,
    enabled boolean not null,
    failing_since bigint not null,
    failures int not null,
    dropped bigint not null,
    disabled_reason varchar(500) not null,
    created_at bigint not null
);

create table webhook_deliveries (
    id bigint not null constraint webhook_deliveries_pk primary key,
    endpoint_id bigint not null constraint webhook_deliveries_endpoint references webhook_endpoints (id),
    event_id varchar(40) not null,
    type varchar(60) not null,
    body text not null,
    state varchar(10) not null,
    tries int not null,
    next_try_at bigint not null,
    created_at bigint not null,
    ended_at bigint not null,
    -- of the last try: HTTP status (0 = no answer), how long it took, and the answer's first bytes or what went wrong
    status int not null,
    millis bigint not null,
    answer varchar(1000) not null,
    constraint webhook_deliveries_once unique (endpoint_id, event_id)
);
create index webhook_deliveries_due on webhook_deliveries (state, endpoint_id, next_try_at);
create index webhook_deliveries_log on webhook_deliveries (endpoint_id, id);
create index webhook_deliveries_dead on webhook_deliveries (state, id);
create index webhook_deliveries_ended on webhook_deliveries (state, ended_at);

-- What was last told of things that are looked at over and over, such as an account's state, so that each change is told once.
create table told_states (
    subject varchar(300) not null constraint told_states_pk primary key,
    state varchar(100) not null
);
