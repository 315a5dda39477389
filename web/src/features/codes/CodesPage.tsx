import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { AddButton } from "@/ui/AddButton";
import { DataTable } from "@/ui/DataTable";
import { ConfirmName } from "@/ui/dialogs";
import { Empty } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { RowMenu } from "@/ui/RowMenu";
import { AddBatch } from "./AddBatch";
import { BatchDrawer } from "./BatchDrawer";
import { type Batch, useColumns } from "./columns";

/** Codes in batches: made, handed out as a file, disabled. */
export function CodesPage() {
  const { t } = useTranslation();
  const mayWrite = useMay()("money:write");
  const [{ open }, set] = useFilters();
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Batch | null>(null);
  const batches = usePages("/code-batches", {});
  const columns = useColumns();
  const disable = useChange(
    (id: string) => api("post", "/code-batches/{id}/disable", { id }),
    ["/code-batches"],
    () => setEnding(null),
  );
  const add = mayWrite && <AddButton label={t("codes.add")} act={() => setAdding(true)} />;
  return (
    <Page title={t("nav.codes")} actions={add}>
      <DataTable
        name={t("nav.codes")}
        id="codes"
        source={batches}
        rowId={(row) => row.id}
        open={(row) => set({ open: row.id })}
        empty={<Empty words={t("codes.empty")} action={add} />}
        columns={[
          ...columns,
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) =>
              mayWrite &&
              row.enabled && (
                <RowMenu
                  name={row.name}
                  actions={[{ label: t("codes.disable"), danger: true, act: () => setEnding(row) }]}
                />
              ),
          },
        ]}
      />
      {adding && <AddBatch close={() => setAdding(false)} />}
      {open && <BatchDrawer id={open} close={() => set({ open: undefined })} />}
      {ending && (
        <ConfirmName
          name={ending.name}
          title={t("codes.disable")}
          words={t("codes.disable-words")}
          busy={disable.isPending}
          error={disable.error}
          confirm={() => disable.mutate(ending.id)}
          close={() => setEnding(null)}
        />
      )}
    </Page>
  );
}
