-- People who sign in, their sessions, programs that call the API, and what each of them changed. Times are milliseconds since
-- 1970, UTC; 0 = never. A user without a row in logins can't sign in: only their keys work.
create table logins (
    user_id bigint not null constraint logins_pk primary key constraint logins_user references users (id),
    role varchar(20) not null,
    name varchar(200) not null,
    password_hash varchar(300) not null,
    created_at bigint not null,
    signed_in_at bigint not null
);

create table sessions (
    hash varchar(64) not null constraint sessions_pk primary key,
    id bigint not null constraint sessions_id unique,
    user_id bigint not null constraint sessions_user references users (id),
    created_at bigint not null,
    seen_at bigint not null,
    expires_at bigint not null,
    proved_at bigint not null,
    address varchar(64) not null,
    agent varchar(300) not null
);
create index sessions_by_user on sessions (user_id);
create index sessions_by_end on sessions (expires_at);

create table service_tokens (
    id bigint not null constraint service_tokens_pk primary key,
    name varchar(200) not null constraint service_tokens_name unique,
    hash varchar(64) not null constraint service_tokens_hash unique,
    permissions text not null,
    networks text not null,
    created_by varchar(340) not null,
    created_at bigint not null,
    used_at bigint not null,
    expires_at bigint not null,
    enabled boolean not null
);

-- Append-only; ids are ordered by time.
create table audit_entries (
    id bigint not null constraint audit_entries_pk primary key,
    at bigint not null,
    actor varchar(340) not null,
    action varchar(80) not null,
    subject varchar(340) not null,
    before_json text not null,
    after_json text not null,
    address varchar(64) not null,
    request_id varchar(36) not null
);
create index audit_by_actor on audit_entries (actor, id);
create index audit_by_subject on audit_entries (subject, id);
create index audit_by_action on audit_entries (action, id);

-- Answers to calls that carried an idempotency key, kept for a day. status 0 = still being worked on.
create table idempotent_answers (
    actor varchar(340) not null,
    idempotency_key varchar(200) not null,
    fingerprint varchar(64) not null,
    status int not null,
    body text not null,
    at bigint not null,
    constraint idempotent_answers_pk primary key (actor, idempotency_key)
);
create index idempotent_answers_at on idempotent_answers (at);
