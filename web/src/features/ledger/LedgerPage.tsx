import { CloseButton, Group, Pill } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { Page } from "@/ui/Page";
import { TextFilter } from "@/ui/TextFilter";
import { Money, Time } from "@/ui/Value";

/** Every movement of money between two books, the newest first. */
export function LedgerPage() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const { user_id, reason } = filters;
  const entries = usePages("/ledger", { user_id, reason });
  return (
    <Page title={t("nav.ledger")}>
      <Group gap="xs" mb="sm" className="hg-filters">
        <TextFilter
          main
          placeholder={t("ledger.reason-hint")}
          aria-label={t("ledger.reason")}
          value={reason}
          set={(value) => set({ reason: value })}
        />
        {user_id && (
          <Pill size="md">
            {t("requests.only-user_id")}{" "}
            <CloseButton size="xs" aria-label={t("common.clear")} onClick={() => set({ user_id: undefined })} />
          </Pill>
        )}
      </Group>
      <DataTable
        name={t("nav.ledger")}
        id="ledger"
        source={entries}
        rowId={(row) => row.id}
        empty={t(user_id || reason ? "common.nothing-found" : "ledger.empty")}
        columns={[
          { key: "at", head: t("ledger.at"), lesser: true, cell: (row) => <Time iso={row.at} /> },
          { key: "reason", head: t("ledger.reason"), cell: (row) => row.reason },
          {
            key: "from",
            head: t("ledger.debit"),
            lesser: true,
            cell: (row) => <span className="hg-mono">{row.debit}</span>,
          },
          {
            key: "to",
            head: t("ledger.credit"),
            lesser: true,
            cell: (row) => <span className="hg-mono">{row.credit}</span>,
          },
          { key: "note", head: t("common.note"), lesser: true, cell: (row) => row.note },
          { key: "amount", head: t("balance.amount"), right: true, cell: (row) => <Money nanos={row.amount_nanos} /> },
        ]}
      />
    </Page>
  );
}
