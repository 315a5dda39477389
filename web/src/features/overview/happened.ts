import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Span } from "@/lib/buckets";
import { useMay } from "@/lib/session";
import type { Marker } from "@/ui/Chart";
import { alertsQuery, nodesQuery } from "./api";
import { markersOf } from "./flowChart";

/** What the charts mark: alerts that fired, and gateways that were started with what version. */
export function useMarkers(span: Span): Marker[] {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const alerts = useQuery({ ...alertsQuery(span), enabled: may("alerts:read") }).data?.items ?? [];
  const nodes = useQuery({ ...nodesQuery, enabled: may("system:read") }).data?.items ?? [];
  const happened = [
    ...alerts.map((one) => ({
      id: `a${one.id}`,
      at: one.fired_at,
      words: `${one.rule}: ${one.words}`,
      color: one.severity === "critical" ? "var(--hg-attention)" : "var(--hg-exhausted)",
    })),
    ...nodes.map((one) => ({
      id: `n${one.id}`,
      at: one.started_at,
      words: t("overview.started", { host: one.host, version: one.version }).trim(),
      color: "var(--hg-quiet)",
    })),
  ];
  return markersOf(happened, span, Date.now(), i18n.language);
}
