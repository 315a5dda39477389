import { Skeleton, Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { duration, exactNumber, share } from "@/lib/format";
import { Facts } from "@/ui/Facts";
import { Gauge, Slots } from "@/ui/Gauge";
import { State } from "@/ui/State";
import { Time } from "@/ui/Value";
import type { Account } from "./api";

// the chart library comes only to those who open an account
const QuotaCharts = lazy(() => import("./QuotaCharts").then((loaded) => ({ default: loaded.QuotaCharts })));

/** Slots, sessions, gauges and the vendor's own words. */
export function NowTab({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { live } = account;
  return (
    <Stack gap="md">
      {live.reason && (
        <div style={{ fontSize: 13 }}>
          {live.reason}
          {live.since && (
            <span className="hg-quiet">
              {" "}
              {t("accounts.since")} <Time iso={live.since} />
            </span>
          )}
        </div>
      )}
      <Facts
        rows={[
          [t("accounts.slots"), <Slots key="slots" used={live.slots_in_use} of={account.concurrency} />],
          [t("accounts.sessions"), live.sessions],
          [t("accounts.errors"), share(live.error_ppm)],
          [t("accounts.first-byte"), live.first_byte_ms == null ? "–" : duration(live.first_byte_ms)],
          [t("accounts.provider"), account.provider],
          [t("accounts.address"), account.base_url],
          [t("accounts.credential"), t(`credential.${account.credential_type}`)],
          [t("accounts.models"), account.models.length === 0 ? t("accounts.all-models") : account.models.join(", ")],
          [t("accounts.groups"), account.groups.join(", ") || "–"],
          [t("accounts.proxy"), account.proxy ?? "–"],
          [t("accounts.notes"), account.notes || "–"],
        ]}
      />
      {live.windows.map((window) => (
        <div
          key={window.name}
          style={{ display: "flex", gap: 12, flexWrap: "wrap", fontSize: 13, alignItems: "center" }}
        >
          <Gauge name={window.name} ppm={window.used_ppm} resetsAt={window.resets_at} />
          {window.limit >= 0 && (
            <span className="hg-quiet">
              {t("accounts.left-of", { left: exactNumber(window.remaining), limit: exactNumber(window.limit) })}
            </span>
          )}
          <span className="hg-quiet">
            {t("accounts.seen")} <Time iso={window.seen_at} />
          </span>
        </div>
      ))}
      <Suspense fallback={<Skeleton height={180} />}>
        <QuotaCharts id={account.id} />
      </Suspense>
      {Object.entries(live.models).map(([model, one]) => (
        <div key={model} style={{ fontSize: 13 }}>
          <span className="hg-mono">{model}</span> <State state={one.state} until={one.until} />{" "}
          <span className="hg-quiet">{one.reason}</span>
        </div>
      ))}
      <Link to="/requests" search={{ account_id: account.id } as never} style={{ fontSize: 13 }}>
        {t("accounts.its-requests")}
      </Link>
    </Stack>
  );
}
