import { Drawer, Tabs } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { UserName } from "@/ui/UserName";
import { Time } from "@/ui/Value";
import type { Batch } from "./columns";

function useCodes(id: string) {
  const found = useInfiniteQuery({
    queryKey: ["/code-batches", "codes", id],
    queryFn: ({ pageParam }) =>
      api("get", "/code-batches/{id}/codes", { id, query: { cursor: pageParam, limit: 200 } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
  return {
    rows: found.data?.pages.flatMap((page) => page.items),
    error: found.error,
    retry: () => void found.refetch(),
    more: found.hasNextPage ? () => void found.fetchNextPage() : undefined,
    loadingMore: found.isFetchingNextPage,
  };
}

function Codes({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  return (
    <DataTable
      name={t("nav.codes")}
      id="codes-of-batch"
      source={useCodes(batch.id)}
      rowId={(row) => row.prefix}
      empty={t("common.nothing-found")}
      columns={[
        { key: "prefix", head: t("keys.begins"), cell: (row) => <span className="hg-mono">{row.prefix}</span> },
        {
          key: "uses",
          head: t("codes.uses"),
          right: true,
          cell: (row) => `${row.uses} / ${batch.uses_max}`,
        },
      ]}
    />
  );
}

function Taken({ batch }: { batch: Batch }) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ["/code-batches", "redemptions", batch.id],
    queryFn: () => api("get", "/code-batches/{id}/redemptions", { id: batch.id }),
  });
  return (
    <DataTable
      name={t("codes.taken")}
      id="redemptions"
      source={{ rows: found.data?.items, error: found.error, retry: () => void found.refetch() }}
      rowId={(row) => `${row.user_id} ${row.at}`}
      empty={t("codes.none-taken")}
      columns={[
        { key: "user", head: t("keys.user"), cell: (row) => <UserName id={row.user_id} /> },
        { key: "at", head: t("ledger.at"), right: true, cell: (row) => <Time iso={row.at} /> },
      ]}
    />
  );
}

/** One batch: its codes by how they begin, and who took them. */
export function BatchDrawer({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation();
  const batch = usePages("/code-batches", {}).rows?.find((one) => one.id === id);
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="lg"
      title={<b>{batch?.name}</b>}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {batch && (
        <Tabs defaultValue="codes" keepMounted={false}>
          <Tabs.List mb="sm">
            <Tabs.Tab value="codes">{t("nav.codes")}</Tabs.Tab>
            <Tabs.Tab value="taken">{t("codes.taken")}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="codes">
            <Codes batch={batch} />
          </Tabs.Panel>
          <Tabs.Panel value="taken">
            <Taken batch={batch} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Drawer>
  );
}
