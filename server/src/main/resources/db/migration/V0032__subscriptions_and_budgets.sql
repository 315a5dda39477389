-- Limits of -1 mean none; times are milliseconds since 1970, UTC; an end of 9223372036854775807 means none.
create table plans (
    id bigint not null constraint plans_pk primary key,
    name varchar(200) not null constraint plans_name unique,
    group_id bigint not null,
    price_nanos bigint not null,
    validity varchar(20) not null,
    limit_5h_nanos bigint not null,
    limit_day_nanos bigint not null,
    limit_week_nanos bigint not null,
    limit_month_nanos bigint not null,
    renewal varchar(20) not null,
    zone varchar(60) not null,
    enabled boolean not null,
    declared boolean not null
);

create table subscriptions (
    id bigint not null constraint subscriptions_pk primary key,
    user_id bigint not null,
    plan_id bigint not null constraint subscriptions_plan references plans (id),
    state varchar(12) not null,
    renewal varchar(20) not null,
    zone varchar(60) not null,
    ends_at bigint not null
);
create index subscriptions_user on subscriptions (user_id);
create index subscriptions_plan_id on subscriptions (plan_id);

-- Where a subscription's windows are counted from; a lapsed one that is renewed gets a further row.
create table subscription_terms (
    subscription_id bigint not null,
    starts_at bigint not null,
    constraint subscription_terms_pk primary key (subscription_id, starts_at)
);

-- What was done to subscriptions, each once by its id.
create table subscription_operations (
    id varchar(100) not null constraint subscription_operations_pk primary key,
    subscription_id bigint not null,
    done_at bigint not null,
    kind varchar(20) not null,
    note varchar(500) not null
);
create index subscription_operations_of on subscription_operations (subscription_id, done_at);

create table budgets (
    id bigint not null constraint budgets_pk primary key,
    owner varchar(12) not null,
    owner_id bigint not null,
    period varchar(10) not null,
    zone varchar(60) not null,
    limit_nanos bigint not null,
    hard boolean not null,
    alerts varchar(100) not null,
    raise_nanos bigint not null,
    raised_until bigint not null,
    declared boolean not null,
    constraint budgets_of unique (owner, owner_id, period)
);

-- What settled calls came to in each window of a subscription or a budget; carried is what an older window left behind.
create table spend_windows (
    owner varchar(12) not null,
    owner_id bigint not null,
    period varchar(10) not null,
    start_at bigint not null,
    end_at bigint not null,
    spent_nanos bigint not null,
    carried_nanos bigint not null,
    constraint spend_windows_pk primary key (owner, owner_id, period, start_at)
);
create index spend_windows_end on spend_windows (end_at);

-- Which alerts of a budget went out, each once a window.
create table budget_alerts (
    budget_id bigint not null,
    window_start bigint not null,
    percent int not null,
    spent_nanos bigint not null,
    raised_at bigint not null,
    constraint budget_alerts_pk primary key (budget_id, window_start, percent)
);

create index usage_subscription on usage (subscription_id, created_at) where subscription_id <> 0;
