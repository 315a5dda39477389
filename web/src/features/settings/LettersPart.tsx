import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { usePages } from "@/lib/pages";
import { Card } from "@/ui/Card";
import { DataTable } from "@/ui/DataTable";
import { ErrorNote } from "@/ui/Notes";
import { RowMenu } from "@/ui/RowMenu";
import { Time } from "@/ui/Value";

const LETTERS = ["/mail/dead-letters"];

/** Letters that were given up; left out while there are none. */
export function LettersPart({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const letters = usePages("/mail/dead-letters", {});
  const retry = useChange((id: string) => api("post", "/mail/dead-letters/{id}/retry", { id }), LETTERS);
  const drop = useChange((id: string) => api("delete", "/mail/dead-letters/{id}", { id }), LETTERS);
  if (!letters.error && (letters.rows?.length ?? 0) === 0) return null;
  return (
    <Card title={t("mail.dead")}>
      <ErrorNote error={retry.error ?? drop.error} />
      <DataTable
        name={t("mail.dead")}
        source={letters}
        rowId={(row) => row.id}
        empty=""
        columns={[
          { key: "to", head: t("mail.to"), cell: (row) => row.to },
          { key: "subject", head: t("mail.subject"), lesser: true, cell: (row) => row.subject },
          { key: "at", head: t("ledger.at"), lesser: true, cell: (row) => <Time iso={row.created_at} /> },
          { key: "tries", head: t("mail.tries"), right: true, lesser: true, cell: (row) => row.tries },
          {
            key: "error",
            head: t("accounts.reason"),
            cell: (row) => (
              <div className="hg-cut hg-quiet" style={{ maxWidth: 260 }} title={row.error}>
                {row.error}
              </div>
            ),
          },
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) =>
              mayWrite && (
                <RowMenu
                  name={row.to}
                  actions={[
                    { label: t("common.retry"), act: () => retry.mutate(row.id) },
                    { label: t("common.remove"), danger: true, act: () => drop.mutate(row.id) },
                  ]}
                />
              ),
          },
        ]}
      />
    </Card>
  );
}
