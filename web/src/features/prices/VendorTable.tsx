import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { priceColumns } from "@/ui/prices";
import { SearchField } from "@/ui/SearchField";
import type { Start } from "./EnterPrice";

/** The vendors' prices in force; a row is where an own price begins. */
export function VendorTable({ edit }: { edit: ((start: Start) => void) | undefined }) {
  const { t } = useTranslation();
  const [{ search }, set] = useFilters();
  const prices = usePages("/prices", { search });
  return (
    <>
      <SearchField value={search} set={(value) => set({ search: value })} />
      <DataTable
        name={t("prices.vendors")}
        id="prices"
        source={prices}
        rowId={(row) => `${row.model} ${row.provider} ${row.effective_from}`}
        open={edit}
        empty={t("common.nothing-found")}
        columns={[
          ...priceColumns(t),
          {
            key: "source",
            head: t("prices.source"),
            lesser: true,
            cell: (row) => (
              <div className="hg-cut hg-quiet" style={{ maxWidth: 220 }} title={row.source}>
                {row.source}
              </div>
            ),
          },
        ]}
      />
    </>
  );
}
