import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { usePages } from "@/lib/pages";
import { DataTable } from "@/ui/DataTable";
import { Page } from "@/ui/Page";

/** Pico-dollars per token are dollars per million tokens, six places further: exact in a double for any real price. */
function perMillion(picos: number | undefined): string {
  return picos === undefined ? "–" : `$${(picos / 1e6).toLocaleString("en-US", { maximumFractionDigits: 6 })}`;
}

/** What models cost, in dollars per million tokens, and who says so. */
export function PricesPage() {
  const { t } = useTranslation();
  const [{ search }, set] = useFilters();
  const prices = usePages("/prices", { search });
  const columns = ["input", "output", "cacheRead", "cacheWrite5m"] as const;
  return (
    <Page title={t("nav.prices")}>
      <TextInput
        mb="sm"
        maw={280}
        placeholder={t("common.search")}
        aria-label={t("common.search")}
        value={search ?? ""}
        onChange={(event) => set({ search: event.currentTarget.value })}
      />
      <DataTable
        name={t("nav.prices")}
        source={{ ...prices, rows: prices.rows?.slice(0, 500) }}
        rowId={(row) => `${row.model} ${row.provider} ${row.effective_from}`}
        empty={t("common.nothing-found")}
        columns={[
          { key: "model", head: t("requests.model"), cell: (row) => row.model },
          { key: "provider", head: t("accounts.provider"), lesser: true, cell: (row) => row.provider || "–" },
          ...columns.map((name) => ({
            key: name,
            head: `${t(`price.${name}`)} / M`,
            right: true,
            lesser: name !== "input",
            cell: (row: { prices: Record<string, number> }) => perMillion(row.prices[name]),
          })),
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
    </Page>
  );
}
