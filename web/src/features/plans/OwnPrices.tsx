import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { priceColumns } from "@/ui/prices";
import { SearchField } from "@/ui/SearchField";

/** What models cost, and the factor by which each of one's groups is charged. */
export function OwnPrices() {
  const { t } = useTranslation();
  const [{ search }, set] = useFilters();
  const prices = usePages("/me/prices", { search });
  const groups = useQuery({ queryKey: ["/me/groups"], queryFn: () => api("get", "/me/groups") }).data?.items ?? [];
  return (
    <>
      <Text size="sm" mb="sm" className="hg-quiet">
        {t("plan.prices-words")} {groups.map((group) => `${group.name} × ${group.multiplier_ppm / 1e6}`).join(" · ")}
      </Text>
      <SearchField value={search} set={(value) => set({ search: value })} />
      <DataTable
        name={t("plan.prices")}
        id="own-prices"
        source={prices}
        rowId={(row) => `${row.model} ${row.provider} ${row.effective_from}`}
        empty={t("common.nothing-found")}
        columns={priceColumns(t)}
      />
    </>
  );
}
