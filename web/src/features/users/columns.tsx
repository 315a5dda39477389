import { useMemo } from "react";
import type { Schemas } from "@/lib/api/client";
import { useWords } from "@/lib/words";
import type { Column } from "@/ui/DataTable";
import { State } from "@/ui/State";
import { Money, Time } from "@/ui/Value";

export type User = Schemas["UserView"];

export function useColumns(): Column<User>[] {
  const { t } = useWords();
  return useMemo(
    () => [
      {
        key: "email",
        head: t("signin.email"),
        cell: (row) => (
          <>
            <b className="hg-name">{row.email}</b> <span className="hg-quiet">{row.name}</span>
          </>
        ),
      },
      { key: "role", head: t("users.role"), cell: (row) => t(`role.${row.role || "none"}`) },
      {
        key: "state",
        head: t("common.state"),
        lesser: true,
        cell: (row) => <State state={row.enabled ? "active" : "disabled"} />,
      },
      {
        key: "balance",
        head: t("users.balance"),
        right: true,
        lesser: true,
        cell: (row) => (row.balance_nanos == null ? "–" : <Money nanos={row.balance_nanos} short />),
      },
      {
        key: "concurrency",
        head: t("limits.concurrency"),
        right: true,
        lesser: true,
        cell: (row) => row.limits.concurrency || "–",
      },
      { key: "seen", head: t("users.signed-in"), lesser: true, cell: (row) => <Time iso={row.signed_in_at} /> },
      {
        key: "declared",
        head: "",
        lesser: true,
        cell: (row) => row.declared && <span className="hg-quiet">{t("common.from-file")}</span>,
      },
    ],
    [t],
  );
}
