import type { TFunction } from "i18next";
import type { Schemas } from "@/lib/api/client";
import { perMillion } from "@/lib/format";
import type { Column } from "./DataTable";

type Price = Schemas["PriceView"];

/** The columns of a list of prices, in dollars per million tokens. */
export function priceColumns(t: TFunction): Column<Price>[] {
  return [
    { key: "model", head: t("requests.model"), cell: (row) => row.model },
    { key: "provider", head: t("accounts.provider"), lesser: true, cell: (row) => row.provider || "–" },
    ...(["input", "output", "cacheRead", "cacheWrite5m"] as const).map((name) => ({
      key: name,
      head: `${t(`price.${name}`)} / M`,
      right: true,
      lesser: name === "cacheRead" || name === "cacheWrite5m",
      cell: (row: Price) => perMillion(row.prices[name]),
    })),
  ];
}
