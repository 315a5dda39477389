-- What a call was priced by beside its tokens, so that it can be priced again (its form: usage/Rating), and what all its attempts
-- together cost the operator.
alter table usage add column rating text not null default '';
alter table usage add column upstream_cost_nanos bigint not null default 0;
update usage set upstream_cost_nanos = coalesce(
    (select sum(a.upstream_cost_nanos) from usage_attempts a where a.request_id = usage.request_id), 0);
