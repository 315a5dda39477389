-- Codes that give something to whoever enters them. Only a code's SHA-256 is kept: its text is random and shown once, when it is
-- made; a promotion's text is chosen by the operator and is no secret.
create table code_batches (
    id bigint not null constraint code_batches_pk primary key,
    name varchar(200) not null constraint code_batches_name unique,
    kind varchar(10) not null,
    balance_nanos bigint not null,
    plan_id bigint not null,
    plan_days int not null,
    places int not null,
    expires_at bigint not null,
    uses_max int not null,
    enabled boolean not null,
    created_at bigint not null
);

create table codes (
    hash varchar(64) not null constraint codes_pk primary key,
    batch_id bigint not null constraint codes_batch references code_batches (id),
    prefix varchar(20) not null,
    uses int not null
);
create index codes_of_batch on codes (batch_id, prefix);

create table code_redemptions (
    hash varchar(64) not null,
    user_id bigint not null,
    redeemed_at bigint not null,
    constraint code_redemptions_pk primary key (hash, user_id)
);
create index code_redemptions_user on code_redemptions (user_id);

-- Calls at once that a user has beside those of the account itself.
create table extra_places (
    user_id bigint not null constraint extra_places_pk primary key,
    places int not null
);
