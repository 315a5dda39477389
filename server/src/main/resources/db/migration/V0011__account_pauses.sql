-- Accounts that an operator has paused, whoever owns their definition.
create table account_pauses (
    account_id bigint not null constraint account_pauses_pk primary key,
    reason text not null,
    since_at bigint not null
);

-- Counts changes of groups, accounts and proxies, so that other processes see cheaply that there are any. One row.
create table directory_version (
    id int not null constraint directory_version_pk primary key,
    version bigint not null
);

insert into directory_version (id, version) values (1, 0);
