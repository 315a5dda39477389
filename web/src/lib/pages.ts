import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { TableSource } from "@/ui/DataTable";
import { type Answer, api, type Input, type PathOf, type QueryOf } from "./api/client";

type Listed<P extends PathOf<"get">> = Answer<P, "get"> extends { items: (infer T)[] } ? T : never;

interface PageOf<T> {
  items: T[];
  next_cursor: string | null;
}

/** The first page fills a screen at once; whoever wants more wants much. */
const MORE_ROWS = 200;

/** A list of the API, page after page, as a table's source. */
export function usePages<P extends PathOf<"get">>(
  path: P,
  query: Omit<QueryOf<P>, "cursor"> | Record<string, never>,
  everyMillis?: number,
): TableSource<Listed<P>> {
  const found: UseInfiniteQueryResult<InfiniteData<PageOf<Listed<P>>>> = useInfiniteQuery({
    queryKey: [path, query],
    queryFn: async ({ pageParam }) => {
      const size = pageParam === undefined ? {} : { limit: MORE_ROWS };
      const asked = { query: { ...query, ...size, cursor: pageParam } } as unknown as Input<P, "get">;
      return (await api("get", path, asked)) as unknown as PageOf<Listed<P>>;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    // all pages are asked for again each time: the more there are, the less often
    refetchInterval: (asked) => (everyMillis ? everyMillis * Math.max(1, asked.state.data?.pages.length ?? 1) : false),
    placeholderData: (before) => before,
  });
  const rows = useMemo(() => found.data?.pages.flatMap((page) => page.items), [found.data]);
  return {
    rows,
    error: found.error,
    retry: () => void found.refetch(),
    more: found.hasNextPage ? () => void found.fetchNextPage() : undefined,
    loadingMore: found.isFetchingNextPage,
  };
}
