-- When accounts didn't take calls, and why. model is empty where it was the whole account. until_at is absent while it lasts and nobody
-- knows its end; times counts rests that followed one another within a minute and are told as one.
create table account_past_states (
    account_id bigint not null,
    model varchar(300) not null,
    state varchar(20) not null,
    from_at bigint not null,
    until_at bigint,
    reason varchar(600) not null,
    times int not null,
    constraint account_past_states_pk primary key (account_id, model, state, from_at)
);

create index account_past_states_from on account_past_states (from_at);
-- for retention, and for what lasts
create index account_past_states_until on account_past_states (until_at);
