import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { duration } from "@/lib/format";
import { Card } from "@/ui/Card";
import { Empty, ErrorNote } from "@/ui/Notes";
import { State, StatusCode } from "@/ui/State";
import { Money, Time } from "@/ui/Value";
import { Windows } from "@/ui/Windows";
import { keysQuery, latestQuery, subscriptionsQuery } from "./api";

function More({ to }: { to: string }) {
  const { t } = useTranslation();
  return (
    <Link to={to} style={{ fontSize: 13 }}>
      {t("home.all")}
    </Link>
  );
}

function Row({ to, search, children }: { to: string; search?: Record<string, string>; children: ReactNode }) {
  return (
    <Link to={to} search={search as never} className="hg-row">
      {children}
    </Link>
  );
}

/** What is subscribed to, and how much of its windows is used. */
export function Subscribed() {
  const { t } = useTranslation();
  const found = useQuery(subscriptionsQuery);
  const live = found.data?.items.filter((one) => one.state === "active") ?? [];
  if (found.data && live.length === 0) return null;
  return (
    <Card title={t("nav.plan")} actions={<More to="/my/plan" />}>
      <ErrorNote error={found.error} />
      {live.map((one) => (
        <div key={one.id}>
          <b style={{ fontWeight: 500 }}>{one.plan}</b>{" "}
          {one.ends_at && (
            <span className="hg-quiet" style={{ fontSize: 13 }}>
              {t("home.ends")} <Time iso={one.ends_at} />
            </span>
          )}
          <Windows windows={one.windows} />
        </div>
      ))}
    </Card>
  );
}

export function Latest() {
  const { t } = useTranslation();
  const found = useQuery(latestQuery);
  const connect = (
    <Button component={Link} to="/connect">
      {t("home.connect")}
    </Button>
  );
  return (
    <Card title={t("home.latest")} actions={<More to="/my/requests" />}>
      <ErrorNote error={found.error} />
      {found.data?.items.length === 0 && <Empty words={t("requests.own-empty")} action={connect} />}
      {found.data?.items.map((one) => (
        <Row key={one.request_id} to={`/my/requests/${one.request_id}`}>
          <span className="hg-quiet" style={{ width: 92 }}>
            <Time iso={one.created_at} />
          </span>
          <span className="hg-cut" style={{ flex: 1 }}>
            {one.model}
          </span>
          <StatusCode status={one.status} code={one.error_code} />
          <span className="hg-quiet hg-wide">{duration(one.duration_ms)}</span>
          <span style={{ minWidth: 64, textAlign: "right" }}>
            <Money nanos={one.charged_nanos} short />
          </span>
        </Row>
      ))}
    </Card>
  );
}

export function OwnKeys() {
  const { t } = useTranslation();
  const found = useQuery(keysQuery);
  return (
    <Card title={t("nav.my-keys")} actions={<More to="/my/keys" />}>
      <ErrorNote error={found.error} />
      {found.data?.items.length === 0 && <span className="hg-quiet">{t("home.no-keys")}</span>}
      {found.data?.items.map((one) => (
        <Row key={one.id} to="/my/requests" search={{ key_id: one.id }}>
          <span className="hg-cut" style={{ flex: 1 }}>
            {one.name} <span className="hg-quiet hg-mono">{one.prefix}…</span>
          </span>
          <State state={one.enabled ? "active" : "disabled"} />
          <span className="hg-quiet">
            <Time iso={one.used_at} />
          </span>
        </Row>
      ))}
    </Card>
  );
}
