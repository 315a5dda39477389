import { Alert, Drawer, Stack } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { DataTable } from "@/ui/DataTable";
import { Facts } from "@/ui/Facts";
import { Select } from "@/ui/Select";
import { Time } from "@/ui/Value";
import { DeliveryDialog } from "./DeliveryDialog";
import { DeliveryState } from "./DeliveryState";
import { Tried } from "./Tried";

type Webhook = Schemas["WebhookView"];

const STATES = ["waiting", "delivered", "dead"];

function useDeliveries(id: string, state: string | null) {
  const found = useInfiniteQuery({
    queryKey: ["/webhooks/{id}/deliveries", id, state],
    queryFn: ({ pageParam }) =>
      api("get", "/webhooks/{id}/deliveries", { id, query: { cursor: pageParam, state: state ?? undefined } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: (before) => before,
    refetchInterval: 10_000,
  });
  return {
    rows: found.data?.pages.flatMap((page) => page.items),
    error: found.error,
    retry: () => void found.refetch(),
    more: found.hasNextPage ? () => void found.fetchNextPage() : undefined,
    loadingMore: found.isFetchingNextPage,
  };
}

/** One webhook: how it does, and the log of what was sent to it. */
export function WebhookDrawer({
  webhook,
  mayWrite,
  close,
}: {
  webhook: Webhook;
  mayWrite: boolean;
  close: () => void;
}) {
  const { t } = useTranslation();
  const [state, setState] = useState<string | null>(null);
  const [delivery, setDelivery] = useState<string | null>(null);
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="xl"
      title={<b>{webhook.name}</b>}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack gap="md">
        {webhook.disabled_reason && (
          <Alert color="red" variant="light">
            {webhook.disabled_reason}
          </Alert>
        )}
        <Facts
          rows={[
            [
              t("webhooks.url"),
              <span key="url" className="hg-mono">
                {webhook.url}
              </span>,
            ],
            [t("webhooks.events"), webhook.events.join(", ") || t("webhooks.all-events")],
            [t("webhooks.failures"), webhook.failures],
            [t("webhooks.dropped"), webhook.dropped],
          ]}
        />
        <Select
          clearable
          w={220}
          placeholder={t("common.state")}
          aria-label={t("common.state")}
          value={state}
          data={STATES.map((value) => ({ value, label: t(`delivery.${value}`) }))}
          onChange={setState}
        />
        <DataTable
          name={t("webhooks.deliveries")}
          id="deliveries"
          source={useDeliveries(webhook.id, state)}
          rowId={(row) => row.id}
          open={(row) => setDelivery(row.id)}
          empty={t(state ? "common.nothing-found" : "webhooks.nothing-sent")}
          columns={[
            { key: "type", head: t("webhooks.event"), cell: (row) => <span className="hg-mono">{row.type}</span> },
            { key: "state", head: t("common.state"), cell: (row) => <DeliveryState delivery={row} /> },
            { key: "last", head: t("webhooks.last"), lesser: true, cell: (row) => <Tried tried={row.last} /> },
            { key: "tries", head: t("mail.tries"), right: true, lesser: true, cell: (row) => row.tries },
            {
              key: "at",
              head: t("ledger.at"),
              right: true,
              lesser: true,
              cell: (row) => <Time iso={row.created_at} />,
            },
          ]}
        />
      </Stack>
      {delivery && <DeliveryDialog id={delivery} mayWrite={mayWrite} close={() => setDelivery(null)} />}
    </Drawer>
  );
}
