import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Gauge, Slots } from "@/ui/Gauge";
import { ErrorNote } from "@/ui/Notes";
import { State } from "@/ui/State";
import { poolQuery } from "./api";

/** Each account: how full it is, and what it waits for. */
export function Pool() {
  const { t } = useTranslation();
  const pool = useQuery(poolQuery);
  return (
    <section className="hg-card" style={{ padding: 12 }}>
      <h2 style={{ margin: "0 0 8px", fontSize: 14, fontWeight: 600 }}>{t("nav.pool")}</h2>
      <ErrorNote error={pool.error} />
      {pool.isPending && <Skeleton height={74} />}
      {pool.data?.items.length === 0 && <Link to="/accounts">{t("accounts.add-first")}</Link>}
      {pool.data?.items.map((account) => (
        <Link
          key={account.id}
          to="/accounts"
          search={{ open: account.id } as never}
          style={{
            display: "flex",
            gap: 14,
            alignItems: "center",
            flexWrap: "wrap",
            padding: "7px 0",
            borderTop: "1px solid var(--hg-line)",
            color: "inherit",
            textDecoration: "none",
            fontSize: 13,
          }}
        >
          <b style={{ minWidth: 110, fontWeight: 500 }}>{account.name}</b>
          <State
            state={account.live.state === "active" && account.live.slots_in_use > 0 ? "busy" : account.live.state}
            until={account.live.until}
          />
          <Slots used={account.live.slots_in_use} of={account.concurrency} />
          {account.live.windows.slice(0, 2).map((window) => (
            <Gauge key={window.name} name={window.name} ppm={window.used_ppm} resetsAt={window.resets_at} />
          ))}
          {account.live.state !== "active" && account.live.reason && (
            <span className="hg-quiet hg-cut" style={{ maxWidth: 260 }}>
              {account.live.reason}
            </span>
          )}
        </Link>
      ))}
    </section>
  );
}
