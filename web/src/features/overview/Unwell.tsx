import { Skeleton } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { poolQuery, systemQuery } from "./api";

/** All well, or what is not: one line each, with a door. */
export function Unwell() {
  const { t } = useTranslation();
  const pool = useQuery(poolQuery).data?.items;
  const system = useQuery(systemQuery).data;
  if (!pool || !system) return <Skeleton height={23} width={320} />; // as high as what follows: nothing below it jumps
  const troubles: { id: string; words: string; to: string; search?: Record<string, string> }[] = [
    ...(system.journal_healthy ? [] : [{ id: "journal", words: t("overview.journal-ill"), to: "/nodes" }]),
    ...(system.settlement_healthy ? [] : [{ id: "settlement", words: t("overview.settlement-ill"), to: "/nodes" }]),
    ...pool
      .filter((account) => ["needs-attention", "expired"].includes(account.live.state))
      .map((account) => ({
        id: account.id,
        words: `${account.name}: ${account.live.reason || t(`state.${account.live.state}`)}`,
        to: "/accounts",
        search: { open: account.id },
      })),
  ];
  const flowing = pool.filter((account) => account.live.state === "active").length;
  const others = ["cooling", "exhausted", "paused", "needs-attention", "expired"]
    .map((state) => ({ state, count: pool.filter((account) => account.live.state === state).length }))
    .filter(({ count }) => count > 0);
  const well = troubles.length === 0 && (flowing > 0 || pool.length === 0);
  return (
    <section aria-label={t("overview.well")} aria-live="polite">
      <div style={{ display: "flex", gap: 8, alignItems: "center", flexWrap: "wrap" }}>
        {well ? (
          <IconCircleCheck size={18} color="var(--hg-ok)" aria-hidden />
        ) : (
          <IconAlertTriangle size={18} color="var(--hg-attention)" aria-hidden />
        )}
        <b style={{ fontWeight: 600 }}>{t(well ? "overview.all-well" : "overview.not-well")}</b>
        <span className="hg-quiet">
          <Link to="/accounts" className="hg-number">
            {t("overview.flowing", { flowing, count: pool.length })}
          </Link>
          {others.map(({ state, count }) => (
            <Fragment key={state}>
              {" · "}
              <Link to="/accounts" search={{ state } as never} className="hg-number">
                {count} {t(`state.${state}`)}
              </Link>
            </Fragment>
          ))}
        </span>
      </div>
      {troubles.map((trouble) => (
        <Link
          key={trouble.id}
          to={trouble.to}
          search={trouble.search as never}
          style={{ display: "block", color: "var(--hg-attention)", fontSize: 13, marginTop: 4 }}
        >
          {trouble.words}
        </Link>
      ))}
    </section>
  );
}
