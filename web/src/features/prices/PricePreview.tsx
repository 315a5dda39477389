import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { exactMoney, perMillion } from "@/lib/format";
import { useMay } from "@/lib/session";
import { estimateAll } from "./estimate";

const WEEK_MILLIS = 7 * 86_400_000;
/** Names of prices that have a word of their own; the rest are shown as they are called. */
const SAID = new Set(["input", "output", "cacheRead", "cacheWrite5m", "cacheWrite1h", "reasoning"]);

/** What the calls of last week that the changes are about would have cost with them. */
export function LastWeek({ changes }: { changes: readonly Schemas["PriceChangeView"][] }) {
  const { t } = useTranslation();
  const usage = useQuery({
    queryKey: ["/usage", "last-week"],
    queryFn: () =>
      api("get", "/usage", {
        query: {
          by: "model",
          from: new Date(Math.floor((Date.now() - WEEK_MILLIS) / 3_600_000) * 3_600_000).toISOString(),
          limit: 1000,
        },
      }),
    enabled: useMay()("usage:read"),
  });
  if (!usage.data) return null;
  const { calls, before, after } = estimateAll(changes, usage.data.items);
  return (
    <Text size="sm">
      {calls
        ? t("prices.last-week", { before: exactMoney(before), after: exactMoney(after) })
        : t("prices.last-week-none")}
    </Text>
  );
}

/** A price's name in words, and whether it moves further than is taken. */
function PriceName({ change }: { change: Schemas["PriceChangeView"] }) {
  const { t } = useTranslation();
  return (
    <>
      {SAID.has(change.name) ? t(`price.${change.name}`) : change.name}{" "}
      {change.wild && <span className="hg-loss">{t("prices.wild")}</span>}
    </>
  );
}

/** Prices before and after; `named` where they are not all of one model. */
export function PriceChanges({ changes, named }: { changes: readonly Schemas["PriceChangeView"][]; named?: boolean }) {
  const { t } = useTranslation();
  return (
    <table className="hg-table">
      <thead>
        <tr>
          <th scope="col">{t("prices.which")}</th>
          <th scope="col" className="hg-right">
            {t("audit.before")}
          </th>
          <th scope="col" className="hg-right">
            {t("audit.after")}
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={`${change.model} ${change.provider} ${change.effective_from} ${change.name}`}>
            {named ? (
              <td style={{ height: "auto", paddingBlock: 4, whiteSpace: "normal" }}>
                {change.model}
                <Text size="xs" c="dimmed">
                  {change.provider && `${change.provider} · `}
                  <PriceName change={change} />
                </Text>
              </td>
            ) : (
              <td>
                <PriceName change={change} />
              </td>
            )}
            <td className="hg-right">{perMillion(change.before)}</td>
            <td className="hg-right">
              <b>{perMillion(change.after)}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a price would change, and what the calls of last week would have cost with it. */
export function PricePreview({ changes }: { changes: readonly Schemas["PriceChangeView"][] }) {
  const { t } = useTranslation();
  if (changes.length === 0) return <Text size="sm">{t("prices.no-change")}</Text>;
  return (
    <>
      <PriceChanges changes={changes} />
      <LastWeek changes={changes} />
    </>
  );
}
