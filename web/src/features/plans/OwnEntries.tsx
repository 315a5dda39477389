import { useTranslation } from "react-i18next";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { Money, Time } from "@/ui/Value";

/** What was done with one's own balance, but for charges of calls: those stand under Requests. */
export function OwnEntries() {
  const { t } = useTranslation();
  const entries = usePages("/me/ledger", {});
  return (
    <DataTable
      name={t("plan.entries")}
      id="own-entries"
      source={entries}
      rowId={(row) => row.id}
      empty={t("plan.no-entries")}
      columns={[
        { key: "at", head: t("ledger.at"), cell: (row) => <Time iso={row.at} /> },
        { key: "reason", head: t("ledger.reason"), cell: (row) => row.reason },
        {
          key: "change",
          head: t("plan.change"),
          right: true,
          cell: (row) => (
            <span className={row.change_nanos < 0 ? "hg-loss" : ""}>
              {row.change_nanos > 0 ? "+" : ""}
              <Money nanos={row.change_nanos} />
            </span>
          ),
        },
        {
          key: "note",
          head: t("common.note"),
          lesser: true,
          cell: (row) => (
            <div className="hg-cut hg-quiet" style={{ maxWidth: 360 }} title={row.note}>
              {row.note}
            </div>
          ),
        },
      ]}
    />
  );
}
