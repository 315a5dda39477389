import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNote } from "@/ui/Notes";
import { Count, Money } from "@/ui/Value";
import { balanceQuery, todayQuery } from "./api";

interface FigureProps {
  label: string;
  to: string;
  search?: Record<string, string>;
  children: ReactNode;
}

function Figure({ label, to, search, children }: FigureProps) {
  return (
    <Link to={to} search={search as never} style={{ color: "inherit", textDecoration: "none", minWidth: 120 }}>
      <div style={{ fontSize: 22, fontWeight: 600, lineHeight: 1.3 }}>{children}</div>
      <div className="hg-quiet" style={{ fontSize: 12 }}>
        {label}
      </div>
    </Link>
  );
}

/** Money and calls at a glance; each number is a door. */
export function Figures() {
  const { t } = useTranslation();
  const balance = useQuery(balanceQuery);
  const today = useQuery(todayQuery);
  const row = today.data?.items[0];
  const held = balance.data ? balance.data.settled_nanos - balance.data.available_nanos : 0;
  return (
    <section
      className="hg-card"
      aria-label={t("home.figures")}
      style={{ padding: "14px 16px", display: "flex", gap: "16px 32px", flexWrap: "wrap" }}
    >
      <ErrorNote error={balance.error ?? today.error} />
      <Figure label={t("balance.available")} to="/my/plan">
        {balance.data ? <Money nanos={balance.data.available_nanos} short /> : "–"}
      </Figure>
      {held > 0 && (
        <Figure label={t("home.held")} to="/my/requests">
          <Money nanos={held} short />
        </Figure>
      )}
      <Figure label={t("home.spent-today")} to="/my/usage">
        <Money nanos={row?.charged_nanos ?? 0} short />
      </Figure>
      <Figure label={t("home.calls-today")} to="/my/requests">
        <Count value={row?.calls ?? 0} short />
      </Figure>
      <Figure label={t("home.errors-today")} to="/my/requests" search={{ failed: "true" }}>
        <span className={row && row.errors > 0 ? "hg-loss" : ""}>
          <Count value={row?.errors ?? 0} short />
        </span>
      </Figure>
    </section>
  );
}
