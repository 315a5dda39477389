import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import type { Column } from "@/ui/DataTable";
import { Gauge } from "@/ui/Gauge";
import { UserName } from "@/ui/UserName";
import { Money, Time } from "@/ui/Value";

export type Budget = Schemas["BudgetView"];
export const OWNERS = ["key", "user", "group"] as const;
export const PERIODS = ["5h", "day", "week", "month"] as const;

/** Whose a budget is, as a door to them. */
function Owner({ budget }: { budget: Budget }) {
  const { t } = useTranslation();
  const id = budget.owner_id;
  const named = useQuery({
    queryKey: [budget.owner === "key" ? "/keys" : "/groups", "one", id],
    queryFn: async () =>
      budget.owner === "key"
        ? (await api("get", "/keys/{id}", { id })).name
        : (await api("get", "/groups/{id}", { id })).name,
    enabled: budget.owner !== "user",
    staleTime: 300_000,
    retry: false,
  });
  const name = named.data ?? id;
  return (
    <>
      <span className="hg-quiet">{t(`dimension.${budget.owner}`)}</span>{" "}
      {budget.owner === "user" && <UserName id={id} />}
      {budget.owner === "key" && (
        <Link to="/requests" search={{ key_id: id } as never}>
          {name}
        </Link>
      )}
      {budget.owner === "group" && (
        <Link to="/requests" search={{ group_id: id } as never}>
          {name}
        </Link>
      )}
    </>
  );
}

Owner.plain = ({ budget }: { budget: Budget }) => `${budget.owner} ${budget.owner_id}`;

export function useColumns(): Column<Budget>[] {
  const { t } = useTranslation();
  return [
    { key: "owner", head: t("budgets.of"), cell: (row) => <Owner budget={row} /> },
    { key: "period", head: t("budgets.period"), lesser: true, cell: (row) => t(`window.${row.period}`) },
    {
      key: "spent",
      head: t("budgets.spent"),
      cell: (row) => {
        const limit = row.limit_nanos + row.raise_nanos;
        return (
          <Gauge
            name=""
            label={t("budgets.spent")}
            ppm={limit > 0 ? Math.round((row.spent_nanos / limit) * 1e6) : 1e6}
            resetsAt={row.resets_at}
          />
        );
      },
    },
    {
      key: "amount",
      head: t("budgets.limit"),
      right: true,
      cell: (row) => (
        <>
          <Money nanos={row.spent_nanos} short /> <span className="hg-quiet">{t("window.of")}</span>{" "}
          <Money nanos={row.limit_nanos} short />
        </>
      ),
    },
    {
      key: "raise",
      head: t("budgets.raised"),
      lesser: true,
      cell: (row) =>
        row.raise_nanos > 0 ? (
          <>
            +<Money nanos={row.raise_nanos} short />{" "}
            <span className="hg-quiet">
              {t("budgets.until")} <Time iso={row.raised_until} />
            </span>
          </>
        ) : (
          "–"
        ),
    },
    {
      key: "hard",
      head: t("budgets.above"),
      lesser: true,
      cell: (row) => t(row.hard ? "budgets.hard" : "budgets.soft"),
    },
    {
      key: "alerts",
      head: t("budgets.alerts"),
      lesser: true,
      cell: (row) =>
        row.alerts.map((percent) => (
          <span key={percent} className={row.alerted.includes(percent) ? "hg-loss" : "hg-quiet"}>
            {percent} %{" "}
          </span>
        )),
    },
  ];
}
