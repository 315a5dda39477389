-- Groups, accounts, users and keys: what the data plane keeps in memory. Times are milliseconds since 1970, UTC.
create table groups (
    id bigint not null constraint groups_pk primary key,
    name varchar(200) not null constraint groups_name unique,
    multiplier_ppm bigint not null,
    billing varchar(40) not null,
    unknown_model varchar(100) not null,
    enabled boolean not null,
    declared boolean not null
);

create table accounts (
    id bigint not null constraint accounts_pk primary key,
    name varchar(200) not null constraint accounts_name unique,
    provider varchar(40) not null,
    base_url varchar(2000) not null,
    credential text not null,
    concurrency int not null,
    priority int not null,
    weight int not null,
    models text not null,
    enabled boolean not null,
    declared boolean not null
);

create table account_groups (
    account_id bigint not null constraint account_groups_account references accounts (id),
    group_id bigint not null constraint account_groups_group references groups (id),
    constraint account_groups_pk primary key (account_id, group_id)
);

create table users (
    id bigint not null constraint users_pk primary key,
    email varchar(320) not null constraint users_email unique,
    concurrency int not null,
    multiplier_ppm bigint not null,
    enabled boolean not null,
    declared boolean not null
);

create table api_keys (
    id bigint not null constraint api_keys_pk primary key,
    name varchar(200) not null,
    user_id bigint not null constraint api_keys_user references users (id),
    group_id bigint not null constraint api_keys_group references groups (id),
    hash varchar(64) not null constraint api_keys_hash unique,
    prefix varchar(20) not null,
    enabled boolean not null,
    declared boolean not null,
    created_at bigint not null,
    constraint api_keys_name unique (user_id, name)
);
