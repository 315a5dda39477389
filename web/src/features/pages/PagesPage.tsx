import { Button, Modal, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { AddButton } from "@/ui/AddButton";
import { DataTable } from "@/ui/DataTable";
import { ConfirmName } from "@/ui/dialogs";
import { Empty, ErrorNote } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { RowMenu } from "@/ui/RowMenu";
import { State } from "@/ui/State";
import { PageDialog } from "./PageDialog";

type Entry = Schemas["PageView"];

const CHANGED = ["/pages", "/me/pages"];

/** All ids, with one moved by a step. */
function moved(rows: readonly Entry[], id: string, by: -1 | 1): string[] {
  const ids = rows.map((row) => row.id);
  const at = ids.indexOf(id);
  const [taken] = ids.splice(at, 1);
  if (taken) ids.splice(at + by, 0, taken);
  return ids;
}

/** Pages of other systems in the menu: which, for whom, in which order. */
export function PagesPage() {
  const { t } = useTranslation();
  const mayWrite = useMay()("settings:write");
  const pages = usePages("/pages", {});
  const rows = pages.rows ?? [];
  const [making, setMaking] = useState(false);
  const [editing, setEditing] = useState<Entry | null>(null);
  const [removing, setRemoving] = useState<Entry | null>(null);
  const [asking, setAsking] = useState(false);
  const order = useChange((ids: string[]) => api("post", "/pages/order", { body: { ids } }), CHANGED);
  const enable = useChange(
    ({ id, enabled }: { id: string; enabled: boolean }) => api("patch", "/pages/{id}", { id, body: { enabled } }),
    CHANGED,
  );
  const rotate = useChange(
    () => api("post", "/pages/rotate-key"),
    [],
    () => setAsking(false),
  );
  const remove = useChange(
    (id: string) => api("delete", "/pages/{id}", { id }),
    CHANGED,
    () => setRemoving(null),
  );
  const actions = (row: Entry) => [
    { label: t("common.edit"), act: () => setEditing(row) },
    ...(row.id === rows[0]?.id ? [] : [{ label: t("pages.up"), act: () => order.mutate(moved(rows, row.id, -1)) }]),
    ...(row.id === rows.at(-1)?.id
      ? []
      : [{ label: t("pages.down"), act: () => order.mutate(moved(rows, row.id, 1)) }]),
    {
      label: t(row.enabled ? "common.disable" : "common.enable"),
      act: () => enable.mutate({ id: row.id, enabled: !row.enabled }),
    },
    { label: t("common.remove"), danger: true, act: () => setRemoving(row) },
  ];
  const add = mayWrite && <AddButton label={t("pages.add")} act={() => setMaking(true)} />;
  return (
    <Page
      title={t("nav.pages")}
      actions={
        <>
          {mayWrite && rows.length > 0 && (
            <Button variant="default" onClick={() => setAsking(true)}>
              {t("pages.rotate")}
            </Button>
          )}
          {add}
        </>
      }
    >
      <ErrorNote error={order.error ?? enable.error} />
      <DataTable
        name={t("nav.pages")}
        id="pages"
        source={pages}
        rowId={(row) => row.id}
        open={mayWrite ? setEditing : undefined}
        empty={<Empty words={t("pages.empty")} action={add} />}
        columns={[
          { key: "label", head: t("pages.label"), cell: (row) => <b style={{ fontWeight: 500 }}>{row.label}</b> },
          {
            key: "url",
            head: t("webhooks.url"),
            lesser: true,
            cell: (row) => <span className="hg-mono">{row.url}</span>,
          },
          {
            key: "roles",
            head: t("pages.roles"),
            lesser: true,
            cell: (row) => row.roles.map((role) => t(`role.${role}`)).join(", ") || t("announcements.everybody"),
          },
          {
            key: "opens",
            head: t("pages.opens"),
            lesser: true,
            cell: (row) => t(row.new_tab ? "pages.beside" : "pages.inside"),
          },
          {
            key: "state",
            head: t("common.state"),
            cell: (row) => <State state={row.enabled ? "active" : "disabled"} />,
          },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) => mayWrite && <RowMenu name={row.label} actions={actions(row)} />,
          },
        ]}
      />
      {making && <PageDialog entry={null} close={() => setMaking(false)} />}
      {editing && <PageDialog entry={editing} close={() => setEditing(null)} />}
      {asking && (
        <Modal
          opened
          onClose={() => setAsking(false)}
          title={t("pages.rotate")}
          closeButtonProps={{ "aria-label": t("common.close") }}
        >
          <Text size="sm" mb="sm">
            {t("pages.rotate-words")}
          </Text>
          <ErrorNote error={rotate.error} />
          <Button loading={rotate.isPending} onClick={() => rotate.mutate(undefined)}>
            {t("pages.rotate")}
          </Button>
        </Modal>
      )}
      {removing && (
        <ConfirmName
          name={removing.label}
          title={t("common.remove")}
          words={t("pages.remove-words")}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(removing.id)}
          close={() => setRemoving(null)}
        />
      )}
    </Page>
  );
}
