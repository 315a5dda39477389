-- Ways out, what most accounts leave as it is, and what must outlive a restart: tokens, quota windows, rests. Columns named
-- sealed hold text encrypted under the master key.
create table proxies (
    id bigint not null constraint proxies_pk primary key,
    name varchar(200) not null constraint proxies_name unique,
    url_sealed text not null,
    declared boolean not null
);

alter table accounts add column proxy_id bigint constraint accounts_proxy references proxies (id);
alter table accounts add column options text not null default '{}';
alter table accounts add column headers_sealed text not null default '';

create table account_tokens (
    account_id bigint not null constraint account_tokens_pk primary key,
    tokens_sealed text not null,
    saved_at bigint not null
);

-- model is empty where a window or a rest is the whole account's
create table account_windows (
    account_id bigint not null,
    model varchar(300) not null,
    name varchar(100) not null,
    length_ms bigint,
    limit_amount bigint not null,
    remaining bigint not null,
    used_ppm int not null,
    resets_at bigint,
    seen_at bigint not null,
    constraint account_windows_pk primary key (account_id, model, name)
);

create table account_rests (
    account_id bigint not null,
    model varchar(300) not null,
    status varchar(20) not null,
    until_at bigint not null,
    reason text not null,
    constraint account_rests_pk primary key (account_id, model, status)
);
