-- How full accounts' quota windows were: of each five minutes the highest reading, where it differs from the one kept before. model is
-- empty where a window is the whole account's. slot counts five minutes since 1970.
create table account_quota_samples (
    account_id bigint not null,
    model varchar(300) not null,
    name varchar(100) not null,
    slot bigint not null,
    sampled_at bigint not null,
    length_ms bigint,
    limit_amount bigint not null,
    used_ppm int not null,
    resets_at bigint,
    constraint account_quota_samples_pk primary key (account_id, model, name, slot)
);

-- for retention
create index account_quota_samples_slot on account_quota_samples (slot);
