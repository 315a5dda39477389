import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { AddButton } from "@/ui/AddButton";
import { DataTable } from "@/ui/DataTable";
import { ConfirmName } from "@/ui/dialogs";
import { Level } from "@/ui/Level";
import { Empty } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { RowMenu } from "@/ui/RowMenu";
import { Time } from "@/ui/Value";
import { AnnouncementDialog } from "./AnnouncementDialog";

type Announcement = Schemas["AnnouncementView"];

function Audience({ row }: { row: Announcement }) {
  const { t } = useTranslation();
  const groups = usePages("/groups", {}).rows;
  const names = [
    ...row.roles.map((role) => t(`role.${role}`)),
    ...row.group_ids.map((id) => groups?.find((one) => one.id === id)?.name ?? id),
  ];
  return names.join(", ") || t("announcements.everybody");
}

/** What users are told, to whom, and by how many it was read. */
export function AnnouncementsPage() {
  const { t } = useTranslation();
  const mayWrite = useMay()("announcements:write");
  const announcements = usePages("/announcements", {});
  const [making, setMaking] = useState(false);
  const [editing, setEditing] = useState<Announcement | null>(null);
  const [removing, setRemoving] = useState<Announcement | null>(null);
  const remove = useChange(
    (id: string) => api("delete", "/announcements/{id}", { id }),
    ["/announcements", "/me/announcements"],
    () => setRemoving(null),
  );
  const add = mayWrite && <AddButton label={t("announcements.add")} act={() => setMaking(true)} />;
  return (
    <Page title={t("nav.announcements")} actions={add}>
      <DataTable
        name={t("nav.announcements")}
        id="announcements"
        source={announcements}
        rowId={(row) => row.id}
        open={mayWrite ? setEditing : undefined}
        empty={<Empty words={t("announcements.empty")} action={add} />}
        columns={[
          { key: "level", head: t("announcements.level"), cell: (row) => <Level level={row.level} /> },
          {
            key: "title",
            head: t("announcements.title"),
            cell: (row) => <b style={{ fontWeight: 500 }}>{row.title}</b>,
          },
          { key: "audience", head: t("announcements.audience"), lesser: true, cell: (row) => <Audience row={row} /> },
          { key: "from", head: t("announcements.from"), lesser: true, cell: (row) => <Time iso={row.from} /> },
          {
            key: "until",
            head: t("announcements.until"),
            lesser: true,
            cell: (row) => (row.until ? <Time iso={row.until} /> : t("plan.no-end")),
          },
          { key: "readers", head: t("announcements.readers"), right: true, lesser: true, cell: (row) => row.readers },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) =>
              mayWrite && (
                <RowMenu
                  name={row.title}
                  actions={[
                    { label: t("common.edit"), act: () => setEditing(row) },
                    { label: t("common.remove"), danger: true, act: () => setRemoving(row) },
                  ]}
                />
              ),
          },
        ]}
      />
      {making && <AnnouncementDialog announcement={null} close={() => setMaking(false)} />}
      {editing && <AnnouncementDialog announcement={editing} close={() => setEditing(null)} />}
      {removing && (
        <ConfirmName
          name={removing.title}
          title={t("common.remove")}
          words={t("announcements.remove-words")}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(removing.id)}
          close={() => setRemoving(null)}
        />
      )}
    </Page>
  );
}
