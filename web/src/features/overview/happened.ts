import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/api/client";
import type { Span } from "@/lib/buckets";
import { useMay } from "@/lib/session";
import type { Marker } from "@/ui/Chart";
import { stateColor } from "@/ui/State";
import { alertsQuery, nodesQuery, statesQuery } from "./api";
import { markersOf } from "./flowChart";

/** Accounts rest for moments many times an hour; what is shorter is no event. */
const REST_SHOWN_MILLIS = 60_000;

function lasted(state: Schemas["PastStateView"]): boolean {
  return !state.until || Date.parse(state.until) - Date.parse(state.from) >= REST_SHOWN_MILLIS;
}

/** What the charts mark: alerts that fired, accounts that took no calls, and gateways that were started with what version. */
export function useMarkers(span: Span): Marker[] {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const alerts = useQuery({ ...alertsQuery(span), enabled: may("alerts:read") }).data?.items ?? [];
  const states = useQuery({ ...statesQuery(span), enabled: may("accounts:read") }).data?.states ?? [];
  const nodes = useQuery({ ...nodesQuery, enabled: may("system:read") }).data?.items ?? [];
  const happened = [
    ...alerts.map((one) => ({
      id: `a${one.id}`,
      at: one.fired_at,
      words: `${one.rule}: ${one.words}`,
      color: one.severity === "critical" ? "var(--hg-attention)" : "var(--hg-exhausted)",
    })),
    ...states
      .filter((one) => !one.model && lasted(one))
      .map((one) => ({
        id: `s${one.account_id}${one.state}${one.from}`,
        at: one.from,
        words: `${one.account}: ${t(`state.${one.state}`)} · ${one.reason}`,
        color: stateColor(one.state),
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
