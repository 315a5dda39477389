import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Span } from "@/lib/buckets";
import { useMay } from "@/lib/session";
import { Card } from "@/ui/Card";
import { Level } from "@/ui/Level";
import { ErrorNote } from "@/ui/Notes";
import { Time } from "@/ui/Value";
import { alertsQuery } from "./api";

const SHOWN_MAX = 5;

/** The latest alerts, over or not; left out for those who may not see them. */
export function Incidents({ span }: { span: Span }) {
  const { t } = useTranslation();
  const mayRead = useMay()("alerts:read");
  const found = useQuery({ ...alertsQuery(span), enabled: mayRead });
  if (!mayRead) return null;
  const rows = found.data?.items ?? [];
  return (
    <Card
      title={t("overview.incidents")}
      actions={
        <Link to="/alerts" search={{ tab: "history" } as never} style={{ fontSize: 13 }}>
          {t("home.all")}
        </Link>
      }
    >
      <ErrorNote error={found.error} />
      {found.data && rows.length === 0 && (
        <span className="hg-quiet" style={{ fontSize: 13 }}>
          {t("overview.no-incidents")}
        </span>
      )}
      {rows.slice(0, SHOWN_MAX).map((one) => (
        <Link
          key={one.id}
          to="/alerts"
          search={(one.resolved_at ? { tab: "history" } : {}) as never}
          className="hg-row"
        >
          <Level level={one.severity} />
          <span className="hg-cut" style={{ flex: 1 }} title={one.words}>
            {one.rule} <span className="hg-quiet">{one.subject || one.words}</span>
          </span>
          <span className="hg-quiet">
            {one.resolved_at ? t("overview.over") : <b className="hg-loss">{t("alerts.still")}</b>} ·{" "}
            <Time iso={one.fired_at} />
          </span>
        </Link>
      ))}
    </Card>
  );
}
