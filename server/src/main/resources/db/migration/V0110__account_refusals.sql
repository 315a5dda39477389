-- Accounts whose credential was refused: they need attention until it works or another takes its place. credential is a hash of the
-- one that was refused, under the master key.
create table account_refusals (
    account_id bigint not null constraint account_refusals_pk primary key,
    credential varchar(64) not null,
    reason text not null,
    since_at bigint not null
);

-- Counts changes of account_pauses and account_refusals, as row 1 does those of the directory.
insert into directory_version (id, version) values (2, 0);
