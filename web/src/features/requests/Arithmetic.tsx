import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/api/client";
import { exactNumber, perMillion } from "@/lib/format";
import { Card } from "@/ui/Card";
import { Money, Time } from "@/ui/Value";
import type { RequestRow } from "./api";

type Sheet = NonNullable<Schemas["RequestDetail"]["sheet"]>;

/** Names of prices that have a word of their own; the rest are shown as the price table calls them. */
const SAID = new Set(["input", "output", "cacheRead", "cacheWrite5m", "cacheWrite1h", "reasoning"]);
const ONE = 1_000_000;

/** What a line comes to in nano-dollars before factors and rounding, for people: as many digits as a double has. */
function lineNanos(line: Sheet["lines"][number]): number {
  return Math.round((line.count * line.picos) / 1000);
}

function factor(ppm: number): string {
  return `× ${Number((ppm / ONE).toPrecision(6))}`;
}

/** Each factor that is not one. */
function factors(sheet: Sheet): (readonly [string, number])[] {
  return (
    [
      ["speed", sheet.speed_ppm],
      ["region", sheet.region_ppm],
      ["group", sheet.group_ppm],
      ["user", sheet.user_ppm],
      ["hour", sheet.hour_ppm],
    ] as const
  ).filter(([name, ppm]) => ppm !== ONE || name === "group");
}

function Lines({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  return sheet.lines.map((line) => (
    <tr key={`${line.model} ${line.name}`}>
      <td>
        {SAID.has(line.name) ? t(`price.${line.name}`) : line.name} <span className="hg-quiet">{line.model}</span>
      </td>
      <td className="hg-right">{exactNumber(line.count)}</td>
      <td className="hg-right">× {line.factored ? `${perMillion(line.picos)} / M` : `$${line.picos / 1e12}`}</td>
      <td className="hg-right">
        <Money nanos={lineNanos(line)} />
      </td>
    </tr>
  ));
}

/** How the charge came about, line by line, by the prices of the call's own time. */
export function Arithmetic({ sheet, request }: { sheet: Sheet; request: RequestRow }) {
  const { t } = useTranslation();
  return (
    <Card title={t("sheet.title")}>
      <div style={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={t("sheet.title")}>
        <table className="hg-table" style={{ maxWidth: 640 }}>
          <tbody>
            <Lines sheet={sheet} />
            <tr>
              <td colSpan={3}>
                {t("requests.list-cost")} {sheet.long_context && <span className="hg-quiet">{t("sheet.long")}</span>}
              </td>
              <td className="hg-right">
                <Money nanos={sheet.list_cost_nanos} />
              </td>
            </tr>
            {factors(sheet).map(([name, ppm]) => (
              <tr key={name}>
                <td colSpan={3}>{t(`sheet.${name}`)}</td>
                <td className="hg-right">{factor(ppm)}</td>
              </tr>
            ))}
            <tr>
              <td colSpan={3}>
                <b>{t("sheet.sum")}</b>
              </td>
              <td className="hg-right">
                <b>
                  <Money nanos={sheet.charged_nanos} />
                </b>
              </td>
            </tr>
          </tbody>
        </table>
      </div>
      {sheet.charged_nanos !== request.charged_nanos && (
        <p className="hg-quiet" style={{ fontSize: 12, margin: "8px 0 0" }}>
          {t("sheet.differs", { version: sheet.price_version })}
        </p>
      )}
    </Card>
  );
}

/** What the books say of the call: its charge, refunds, corrections. */
export function Entries({ entries }: { entries: readonly Schemas["EntryView"][] }) {
  const { t } = useTranslation();
  if (entries.length === 0) return null;
  return (
    <Card title={t("nav.ledger")}>
      <div style={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={t("nav.ledger")}>
        <table className="hg-table">
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <td>
                  <Time iso={entry.at} />
                </td>
                <td>{entry.reason}</td>
                <td className="hg-quiet">
                  {entry.debit} → {entry.credit}
                </td>
                <td className="hg-right">
                  <Money nanos={entry.amount_nanos} />
                </td>
                <td className="hg-quiet">{entry.note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
