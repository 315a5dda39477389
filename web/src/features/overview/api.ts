import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { SPANS, type Span, starts } from "@/lib/buckets";

/** Usage by hour or day of a span. */
export function flowQuery(span: Span) {
  return queryOptions({
    queryKey: ["/usage", "flow", span],
    queryFn: () =>
      api("get", "/usage", { query: { by: SPANS[span].by, from: starts(span, Date.now())[0], limit: 1000 } }),
    refetchInterval: 30_000,
    placeholderData: (before) => before,
  });
}

export function drawersQuery(span: Span) {
  return queryOptions({
    queryKey: ["/usage", "drawers", span],
    queryFn: () => api("get", "/usage", { query: { by: "user", from: starts(span, Date.now())[0], limit: 1000 } }),
    refetchInterval: 30_000,
    placeholderData: (before) => before,
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
