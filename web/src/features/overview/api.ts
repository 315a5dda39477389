import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { SPANS, type Span, starts } from "@/lib/buckets";

/** By what the flow is split: by class of token, or by one of these. */
export const SPLITS = ["class", "model", "group", "user"] as const;
export type Split = (typeof SPLITS)[number];

/** The room that the charts take, kept free until they are there: nothing below them jumps. */
export const FLOW_PIXELS = 368;

/** Usage by hour or day of a span, whole or split. */
export function flowQuery(span: Span, split: Split) {
  const { by } = SPANS[span];
  return queryOptions({
    queryKey: ["/usage", "flow", span, split],
    queryFn: () =>
      api("get", "/usage", {
        query: {
          by: split === "class" ? by : `${by},${split}`,
          from: starts(span, Date.now())[0],
          limit: split === "class" ? 1000 : 10_000,
        },
      }),
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });
}

export function drawersQuery(span: Span) {
  return queryOptions({
    queryKey: ["/usage", "drawers", span],
    queryFn: () => api("get", "/usage", { query: { by: "user", from: starts(span, Date.now())[0], limit: 1000 } }),
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });
}

export const todayQuery = queryOptions({
  queryKey: ["/usage", "today"],
  queryFn: () => api("get", "/usage", { query: { from: starts("7d", Date.now()).at(-1) } }),
  refetchInterval: 10_000,
});

export const poolQuery = queryOptions({
  queryKey: ["/accounts", "pool"],
  queryFn: () => api("get", "/accounts", { query: { limit: 100 } }),
  refetchInterval: 3_000,
});

export const systemQuery = queryOptions({
  queryKey: ["/system"],
  queryFn: () => api("get", "/system"),
  refetchInterval: 10_000,
});

/** What has fired within a span. */
export function alertsQuery(span: Span) {
  return queryOptions({
    queryKey: ["/alerts", "span", span],
    queryFn: () => api("get", "/alerts", { query: { from: starts(span, Date.now())[0], limit: 50 } }),
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });
}

/** When accounts took no calls within a span. */
export function statesQuery(span: Span) {
  return queryOptions({
    queryKey: ["/account-states", span],
    queryFn: () => api("get", "/account-states", { query: { from: starts(span, Date.now())[0] } }),
    refetchInterval: 30_000,
    placeholderData: keepPreviousData,
  });
}

/** The gateways at work: when each was started, with which version. */
export const nodesQuery = queryOptions({
  queryKey: ["/system/nodes"],
  queryFn: () => api("get", "/system/nodes"),
  staleTime: 60_000,
});
