import { useMemo } from "react";
import { duration, share } from "@/lib/format";
import { useWords } from "@/lib/words";
import type { Column } from "@/ui/DataTable";
import { Gauge, Slots } from "@/ui/Gauge";
import { State } from "@/ui/State";
import type { Account } from "./api";

/** An active account with calls in flight is shown as busy. */
export function shownState(account: Account): string {
  return account.live.state === "active" && account.live.slots_in_use > 0 ? "busy" : account.live.state;
}

export function useColumns(): Column<Account>[] {
  const { t } = useWords();
  return useMemo(
    () => [
      {
        key: "name",
        head: t("accounts.name"),
        cell: (row) => (
          <>
            <b className="hg-name">{row.name}</b> <span className="hg-quiet">{row.provider}</span>
          </>
        ),
      },
      {
        key: "state",
        head: t("accounts.state"),
        cell: (row) => <State state={shownState(row)} until={row.live.until} />,
      },
      {
        key: "slots",
        head: t("accounts.slots"),
        lesser: true,
        cell: (row) => <Slots used={row.live.slots_in_use} of={row.concurrency} />,
      },
      {
        key: "quota",
        head: t("accounts.quota"),
        lesser: true,
        cell: (row) =>
          row.live.windows.length === 0 ? (
            <span className="hg-quiet">–</span>
          ) : (
            row.live.windows
              .slice(0, 2)
              .map((window) => (
                <Gauge key={window.name} name={window.name} ppm={window.used_ppm} resetsAt={window.resets_at} />
              ))
          ),
      },
      { key: "sessions", head: t("accounts.sessions"), right: true, lesser: true, cell: (row) => row.live.sessions },
      {
        key: "first-byte",
        head: t("accounts.first-byte"),
        right: true,
        lesser: true,
        cell: (row) => (row.live.first_byte_ms == null ? "–" : duration(row.live.first_byte_ms)),
      },
      {
        key: "errors",
        head: t("accounts.errors"),
        right: true,
        lesser: true,
        cell: (row) => (
          <span className={row.live.error_ppm > 50_000 ? "hg-loss" : ""}>{share(row.live.error_ppm)}</span>
        ),
      },
      { key: "groups", head: t("accounts.groups"), lesser: true, cell: (row) => row.groups.join(", ") },
      {
        key: "reason",
        head: t("accounts.reason"),
        lesser: true,
        cell: (row) => (
          <div className="hg-cut hg-quiet" style={{ maxWidth: 240 }} title={row.live.reason}>
            {row.live.reason}
          </div>
        ),
      },
    ],
    [t],
  );
}
