import { Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { useMay } from "@/lib/session";
import { AddButton } from "@/ui/AddButton";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Notes";
import { Page } from "@/ui/Page";
import { Select } from "@/ui/Select";
import { BudgetActions } from "./BudgetActions";
import { OWNERS, useColumns } from "./columns";
import { SetBudget } from "./SetBudget";

/** What keys, users and groups may spend in a period, and what they did. */
export function BudgetsPage() {
  const { t } = useTranslation();
  const mayWrite = useMay()("money:write");
  const [{ owner }, set] = useFilters();
  const [adding, setAdding] = useState(false);
  const all = usePages("/budgets", { limit: 500 }, 10_000);
  const budgets = { ...all, rows: all.rows?.filter((row) => !owner || row.owner === owner) };
  const columns = useColumns();
  const add = mayWrite && <AddButton label={t("budgets.add")} act={() => setAdding(true)} />;
  return (
    <Page title={t("nav.budgets")} actions={add}>
      <Group gap="xs" mb="sm" className="hg-filters">
        <Select
          clearable
          placeholder={t("budgets.of")}
          aria-label={t("budgets.of")}
          value={owner ?? null}
          data={OWNERS.map((value) => ({ value, label: t(`dimension.${value}`) }))}
          onChange={(value) => set({ owner: value ?? undefined })}
        />
      </Group>
      <DataTable
        name={t("nav.budgets")}
        id="budgets"
        source={budgets}
        rowId={(row) => row.id}
        empty={owner ? t("common.nothing-found") : <Empty words={t("budgets.empty")} action={add} />}
        columns={[
          ...columns,
          {
            key: "actions",
            head: "",
            right: true,
            cell: (row) => mayWrite && <BudgetActions budget={row} />,
          },
        ]}
      />
      {adding && <SetBudget close={() => setAdding(false)} />}
    </Page>
  );
}
