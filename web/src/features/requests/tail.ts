import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/lib/api/client";
import type { Filters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { type RequestRow, requestQuery } from "./api";

const EVERY_MILLIS = 3_000;
const COUNTED_MAX = 100;

/** How many of the newest calls are not among those that are shown; the newest come first. */
export function newer(found: readonly Pick<RequestRow, "request_id">[], newestShown: string): number {
  const place = found.findIndex((row) => row.request_id === newestShown);
  return place < 0 ? found.length : place;
}

/** Calls that have ended since the tail was paused, so far as they are counted. */
function useWaiting(filters: Filters, newest: RequestRow | undefined, paused: boolean): number {
  const since = newest?.created_at ?? filters.from;
  const found = useQuery({
    queryKey: ["/requests", "waiting", filters, newest?.request_id],
    enabled: paused && !filters.to,
    refetchInterval: EVERY_MILLIS,
    queryFn: () => api("get", "/requests", { query: { ...requestQuery(filters), from: since, limit: COUNTED_MAX } }),
  });
  return paused && found.data ? newer(found.data.items, newest?.request_id ?? "") : 0;
}

/** Finished calls, the newest first, followed until the reader wants to read: then what is new is counted, and nothing moves. */
export function useTail(filters: Filters) {
  const [following, setFollowing] = useState(true);
  const source = usePages("/requests", requestQuery(filters), following ? EVERY_MILLIS : undefined);
  const waiting = useWaiting(filters, source.rows?.[0], !following && source.rows !== undefined);
  const more =
    source.more &&
    (() => {
      setFollowing(false);
      source.more?.();
    });
  return {
    source: { ...source, more },
    following,
    waiting: waiting >= COUNTED_MAX ? `${COUNTED_MAX}+` : waiting.toString(),
    hold: () => setFollowing(false),
    follow: () => {
      setFollowing(true);
      source.retry?.();
    },
  };
}
