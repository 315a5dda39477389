import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import { starts } from "@/lib/buckets";

const EVERY_MILLIS = 10_000;

export const balanceQuery = queryOptions({
  queryKey: ["/me/balance"],
  queryFn: () => api("get", "/me/balance"),
  refetchInterval: EVERY_MILLIS,
});

/** One's own usage since the day began (UTC, as days are counted). */
export const todayQuery = queryOptions({
  queryKey: ["/me/usage", "today"],
  queryFn: () => api("get", "/me/usage", { query: { from: starts("7d", Date.now()).at(-1) } }),
  refetchInterval: EVERY_MILLIS,
});

export const subscriptionsQuery = queryOptions({
  queryKey: ["/me/subscriptions"],
  queryFn: () => api("get", "/me/subscriptions"),
  refetchInterval: EVERY_MILLIS,
});

export const keysQuery = queryOptions({
  queryKey: ["/me/keys", "home"],
  queryFn: () => api("get", "/me/keys", { query: { limit: 6 } }),
});

export const latestQuery = queryOptions({
  queryKey: ["/me/requests", "home"],
  queryFn: () => api("get", "/me/requests", { query: { limit: 8 } }),
  refetchInterval: EVERY_MILLIS,
});
