import { useQuery } from "@tanstack/react-query";
import { api, type Schemas } from "@/lib/api/client";
import type { Filters } from "@/lib/filters";

export type RequestRow = Schemas["RequestView"];
export type OwnRequest = Schemas["OwnRequestView"];
export type Tokens = Schemas["Tokens"];
export type Attempt = Schemas["AttemptView"];

/** Spans that one often looks back over. */
export const SPANS_MILLIS = { "15m": 900_000, "1h": 3_600_000, "24h": 86_400_000, "7d": 604_800_000 } as const;

/** Words of the address to the API's filters. */
export function requestQuery(filters: Filters) {
  return {
    from: filters.from,
    to: filters.to,
    user_id: filters.user_id,
    key_id: filters.key_id,
    group_id: filters.group_id,
    account_id: filters.account_id,
    model: filters.model,
    error_code: filters.error_code,
    status: filters.status ? Number(filters.status) : undefined,
    failed: filters.failed === undefined ? undefined : filters.failed === "true",
    estimated: filters.estimated === undefined ? undefined : filters.estimated === "true",
    slower_than_ms: filters.slower_than_ms ? Number(filters.slower_than_ms) : undefined,
    dearer_than_nanos: filters.dearer_than_nanos ? Number(filters.dearer_than_nanos) : undefined,
  };
}

export function useRequest(id: string) {
  return useQuery({ queryKey: ["/requests", "one", id], queryFn: () => api("get", "/requests/{id}", { id }) });
}

export function useOwnRequest(id: string) {
  return useQuery({ queryKey: ["/me/requests", "one", id], queryFn: () => api("get", "/me/requests/{id}", { id }) });
}

export function tokensOf(tokens: Tokens): number {
  return tokens.input + tokens.output + tokens.cache_read + tokens.cache_write5m + tokens.cache_write1h;
}
