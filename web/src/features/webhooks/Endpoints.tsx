import { Modal } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { ConfirmName, SecretOnce } from "@/ui/dialogs";
import { Empty, ErrorNote } from "@/ui/Notes";
import { RowMenu } from "@/ui/RowMenu";
import { State } from "@/ui/State";
import { Time } from "@/ui/Value";
import { TestAnswer } from "./TestAnswer";
import { WebhookDialog } from "./WebhookDialog";
import { WebhookDrawer } from "./WebhookDrawer";

type Webhook = Schemas["WebhookView"];

function health(webhook: Webhook): string {
  if (!webhook.enabled) return "disabled";
  return webhook.failing_since ? "needs-attention" : "active";
}

/** The webhooks, with what can be done to each. */
export function Endpoints({ mayWrite, add }: { mayWrite: boolean; add: ReactNode }) {
  const { t } = useTranslation();
  const [{ open }, set] = useFilters();
  const webhooks = usePages("/webhooks", { limit: 200 });
  const [editing, setEditing] = useState<Webhook | null>(null);
  const [removing, setRemoving] = useState<Webhook | null>(null);
  const enable = useChange(
    ({ id, enabled }: { id: string; enabled: boolean }) => api("patch", "/webhooks/{id}", { id, body: { enabled } }),
    ["/webhooks"],
  );
  const rotate = useChange((id: string) => api("post", "/webhooks/{id}/rotate-secret", { id }), []);
  const test = useChange(
    (id: string) => api("post", "/webhooks/{id}/test", { id }),
    ["/webhooks", "/webhooks/{id}/deliveries"],
  );
  const remove = useChange(
    (id: string) => api("delete", "/webhooks/{id}", { id }),
    ["/webhooks", "/webhooks/dead-letters"],
    () => setRemoving(null),
  );
  const opened = webhooks.rows?.find((one) => one.id === open);
  const actions = (row: Webhook) => [
    { label: t("webhooks.test"), act: () => test.mutate(row.id) },
    { label: t("common.edit"), act: () => setEditing(row) },
    { label: t("webhooks.rotate"), act: () => rotate.mutate(row.id) },
    {
      label: t(row.enabled ? "common.disable" : "common.enable"),
      act: () => enable.mutate({ id: row.id, enabled: !row.enabled }),
    },
    { label: t("common.remove"), danger: true, act: () => setRemoving(row) },
  ];
  return (
    <>
      <ErrorNote error={enable.error ?? rotate.error ?? test.error} />
      <DataTable
        name={t("nav.webhooks")}
        id="webhooks"
        source={webhooks}
        rowId={(row) => row.id}
        open={(row) => set({ open: row.id })}
        empty={<Empty words={t("webhooks.empty")} action={add} />}
        columns={[
          { key: "name", head: t("common.name"), cell: (row) => <b style={{ fontWeight: 500 }}>{row.name}</b> },
          {
            key: "url",
            head: t("webhooks.url"),
            lesser: true,
            cell: (row) => <span className="hg-mono">{row.url}</span>,
          },
          {
            key: "events",
            head: t("webhooks.events"),
            lesser: true,
            cell: (row) => <span title={row.events.join(", ")}>{row.events.length || t("webhooks.all-events")}</span>,
          },
          { key: "state", head: t("common.state"), cell: (row) => <State state={health(row)} /> },
          {
            key: "failing",
            head: t("webhooks.failing"),
            lesser: true,
            cell: (row) => (row.failing_since ? <Time iso={row.failing_since} /> : "–"),
          },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) => mayWrite && <RowMenu name={row.name} actions={actions(row)} />,
          },
        ]}
      />
      {opened && <WebhookDrawer webhook={opened} mayWrite={mayWrite} close={() => set({ open: undefined })} />}
      {editing && <WebhookDialog webhook={editing} close={() => setEditing(null)} />}
      {test.data && <TestAnswer tried={test.data} close={test.reset} />}
      {rotate.data && (
        <Modal
          opened
          onClose={rotate.reset}
          title={t("webhooks.rotate")}
          closeButtonProps={{ "aria-label": t("common.close") }}
        >
          <SecretOnce text={rotate.data.secret} words={t("webhooks.rotated")} />
        </Modal>
      )}
      {removing && (
        <ConfirmName
          name={removing.name}
          title={t("common.remove")}
          words={t("webhooks.remove-words")}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(removing.id)}
          close={() => setRemoving(null)}
        />
      )}
    </>
  );
}
