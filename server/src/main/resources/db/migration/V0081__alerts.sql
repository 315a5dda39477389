-- When to call for attention, and what has called. Times are milliseconds since 1970, UTC; 0 = not yet.
create table alert_rules (
    id bigint not null constraint alert_rules_pk primary key,
    name varchar(100) not null constraint alert_rules_name unique,
    metric varchar(40) not null,
    -- what it is about, with * for any run of characters; empty = all
    subject varchar(200) not null,
    threshold bigint not null,
    hold_seconds bigint not null,
    cool_down_seconds bigint not null,
    severity varchar(10) not null,
    mail boolean not null,
    -- with commas; empty = those who run Headgate
    mail_to varchar(2000) not null,
    webhooks boolean not null,
    enabled boolean not null
);

-- What the judge must remember between two looks, also over a restart.
create table alert_states (
    rule_id bigint not null,
    subject varchar(300) not null,
    phase varchar(10) not null,
    since bigint not null,
    told boolean not null,
    spoken_at bigint not null,
    constraint alert_states_pk primary key (rule_id, subject)
);

create table alerts (
    id bigint not null constraint alerts_pk primary key,
    rule_id bigint not null,
    rule_name varchar(100) not null,
    metric varchar(40) not null,
    subject varchar(300) not null,
    severity varchar(10) not null,
    value bigint not null,
    threshold bigint not null,
    words varchar(1000) not null,
    since bigint not null,
    fired_at bigint not null,
    resolved_at bigint not null,
    told boolean not null,
    acknowledged_by varchar(340) not null,
    acknowledged_at bigint not null
);
create index alerts_firing on alerts (resolved_at, rule_id);

insert into alert_rules (id, name, metric, subject, threshold, hold_seconds, cool_down_seconds, severity, mail, mail_to, webhooks, enabled)
values
    (1, 'Many calls fail', 'error-share', '', 20, 120, 1800, 'critical', true, '', true, true),
    (2, 'No account available', 'refusals', '', 5, 0, 1800, 'critical', true, '', true, true),
    (3, 'Quota near its end', 'quota-used', '', 90, 0, 3600, 'warning', true, '', true, true),
    (4, 'Account needs attention', 'account-attention', '', 1, 0, 3600, 'critical', true, '', true, true),
    (5, 'Budget nearly spent', 'budget-used', '', 90, 0, 21600, 'warning', true, '', true, true),
    (6, 'Usage waits to be settled', 'journal-lag', '', 10000, 120, 1800, 'critical', true, '', true, true),
    (7, 'Usage can''t be recorded', 'recording-broken', '', 1, 30, 900, 'critical', true, '', true, true),
    (8, 'Disk nearly full', 'disk-free', '', 1024, 60, 3600, 'critical', true, '', true, true),
    (9, 'Webhooks given up', 'dead-webhooks', '', 1, 0, 21600, 'warning', true, '', true, true),
    (10, 'Price table refused', 'prices-refused', '', 1, 0, 86400, 'warning', true, '', true, true);
