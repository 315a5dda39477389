-- What operators tell users, and who has read it. Times are milliseconds since 1970, UTC; until_at = 0: without end.
create table announcements (
    id bigint not null constraint announcements_pk primary key,
    title varchar(200) not null,
    body text not null,
    level varchar(10) not null,
    -- with commas: roles and ids of groups; both empty = everybody
    roles varchar(200) not null,
    group_ids varchar(2000) not null,
    from_at bigint not null,
    until_at bigint not null,
    created_by varchar(340) not null,
    created_at bigint not null,
    changed_at bigint not null
);
create index announcements_until on announcements (until_at);

create table announcement_reads (
    announcement_id bigint not null constraint announcement_reads_announcement references announcements (id),
    user_id bigint not null,
    read_at bigint not null,
    constraint announcement_reads_pk primary key (announcement_id, user_id)
);
create index announcement_reads_by_user on announcement_reads (user_id);
