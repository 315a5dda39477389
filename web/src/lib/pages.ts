import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from "@tanstack/react-query";
import type { TableSource } from "@/ui/DataTable";
import { type Answer, api, type Input, type PathOf, type QueryOf } from "./api/client";

type Listed<P extends PathOf<"get">> = Answer<P, "get"> extends { items: (infer T)[] } ? T : never;

interface PageOf<T> {
  items: T[];
  next_cursor: string | null;
}

/** A list of the API, page after page, as a table's source. */
export function usePages<P extends PathOf<"get">>(
  path: P,
  query: Omit<QueryOf<P>, "cursor"> | Record<string, never>,
  everyMillis?: number,
): TableSource<Listed<P>> {
  const found: UseInfiniteQueryResult<InfiniteData<PageOf<Listed<P>>>> = useInfiniteQuery({
    queryKey: [path, query],
    queryFn: async ({ pageParam }) => {
      const asked = { query: { ...query, cursor: pageParam } } as unknown as Input<P, "get">;
      return (await api("get", path, asked)) as unknown as PageOf<Listed<P>>;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    refetchInterval: everyMillis,
    placeholderData: (before) => before,
  });
  return {
    rows: found.data?.pages.flatMap((page) => page.items),
    error: found.error,
    retry: () => void found.refetch(),
    more: found.hasNextPage ? () => void found.fetchNextPage() : undefined,
    loadingMore: found.isFetchingNextPage,
  };
}
