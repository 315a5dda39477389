import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { Empty, ErrorNote } from "@/ui/Notes";
import { RowMenu } from "@/ui/RowMenu";
import { Time } from "@/ui/Value";
import { DeliveryDialog } from "./DeliveryDialog";
import { Tried } from "./Tried";

const CHANGED = ["/webhooks/dead-letters", "/webhooks/{id}/deliveries", "/webhooks"];

/** What was given up: sent again one by one or all at once, or thrown away. */
export function DeadLetters({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const letters = usePages("/webhooks/dead-letters", {});
  const webhooks = usePages("/webhooks", { limit: 200 });
  const [open, setOpen] = useState<string | null>(null);
  const replay = useChange((id: string) => api("post", "/webhooks/deliveries/{id}/replay", { id }), CHANGED);
  const drop = useChange((id: string) => api("delete", "/webhooks/deliveries/{id}", { id }), CHANGED);
  const all = useChange(() => api("post", "/webhooks/dead-letters/replay", { body: {} }), CHANGED);
  return (
    <>
      <ErrorNote error={replay.error ?? drop.error ?? all.error} />
      <Group mb="sm">
        {mayWrite && (letters.rows?.length ?? 0) > 0 && (
          <Button variant="default" loading={all.isPending} onClick={() => all.mutate(undefined)}>
            {t("webhooks.replay-all")}
          </Button>
        )}
        {all.data && (
          <Text size="sm" role="status">
            {t("webhooks.replayed", { count: all.data.count })}
          </Text>
        )}
      </Group>
      <DataTable
        name={t("webhooks.dead")}
        id="dead-letters"
        source={letters}
        rowId={(row) => row.id}
        open={(row) => setOpen(row.id)}
        empty={<Empty words={t("webhooks.none-dead")} />}
        columns={[
          { key: "type", head: t("webhooks.event"), cell: (row) => <span className="hg-mono">{row.type}</span> },
          {
            key: "webhook",
            head: t("webhooks.endpoint"),
            cell: (row) => webhooks.rows?.find((one) => one.id === row.webhook_id)?.name ?? row.webhook_id,
          },
          { key: "last", head: t("webhooks.last"), lesser: true, cell: (row) => <Tried tried={row.last} /> },
          { key: "tries", head: t("mail.tries"), right: true, lesser: true, cell: (row) => row.tries },
          { key: "ended", head: t("webhooks.given-up"), lesser: true, cell: (row) => <Time iso={row.ended_at} /> },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) =>
              mayWrite && (
                <RowMenu
                  name={row.type}
                  actions={[
                    { label: t("webhooks.replay"), act: () => replay.mutate(row.id) },
                    { label: t("common.remove"), danger: true, act: () => drop.mutate(row.id) },
                  ]}
                />
              ),
          },
        ]}
      />
      {open && <DeliveryDialog id={open} mayWrite={mayWrite} close={() => setOpen(null)} />}
    </>
  );
}
