-- Groups that a user may make keys in beside those open to all, and who says so: empty = an operator, else the id of the site to
-- sign in by whose word it is.
create table group_rights (
    user_id bigint not null constraint group_rights_user references users (id),
    group_id bigint not null constraint group_rights_group references groups (id),
    given_by varchar(40) not null,
    constraint group_rights_pk primary key (user_id, group_id, given_by)
);
create index group_rights_by_giver on group_rights (given_by, group_id);

-- by_right: its user put the key into its group by such a right; it works only while there is one
alter table api_keys add column by_right boolean default false not null;
