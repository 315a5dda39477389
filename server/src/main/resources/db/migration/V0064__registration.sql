-- How people come to have a sign-in: invitations, and links in letters, each good once and kept as its hash. Times are milliseconds
-- since 1970, UTC. user_id = 0: nobody yet; inviter_id = 0: a program.
create table invitations (
    id bigint not null constraint invitations_pk primary key,
    hash varchar(64) not null constraint invitations_hash unique,
    email varchar(320) not null,
    role varchar(20) not null,
    gift_nanos bigint not null,
    inviter_id bigint not null,
    inviter varchar(340) not null,
    created_at bigint not null,
    expires_at bigint not null
);

-- What somebody asked a letter for, before anybody looked whether the address is known.
create table link_requests (
    id bigint not null constraint link_requests_pk primary key,
    kind varchar(20) not null,
    email varchar(320) not null,
    user_id bigint not null,
    language varchar(5) not null
);

create table mailed_links (
    hash varchar(64) not null constraint mailed_links_pk primary key,
    kind varchar(20) not null,
    email varchar(320) not null,
    user_id bigint not null,
    expires_at bigint not null
);
create index mailed_links_by_end on mailed_links (expires_at);
