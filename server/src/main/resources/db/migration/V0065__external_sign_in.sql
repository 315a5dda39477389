-- Signing in by another site. A sign-in that has begun is bound to its browser; subjects are known by the site that vouches for them.
-- Times are milliseconds since 1970, UTC. user_id = 0: nobody is signed in while it runs.
create table external_begun (
    state_hash varchar(64) not null constraint external_begun_pk primary key,
    browser_hash varchar(64) not null,
    provider varchar(40) not null,
    return_path varchar(500) not null,
    user_id bigint not null,
    expires_at bigint not null
);
create index external_begun_by_end on external_begun (expires_at);

create table external_identities (
    id bigint not null constraint external_identities_pk primary key,
    issuer varchar(500) not null,
    subject varchar(255) not null,
    user_id bigint not null constraint external_identities_user references users (id),
    label varchar(320) not null,
    linked_at bigint not null,
    used_at bigint not null,
    constraint external_identities_subject unique (issuer, subject)
);
create index external_identities_by_user on external_identities (user_id);
