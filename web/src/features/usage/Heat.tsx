import { useTranslation } from "react-i18next";
import { site } from "@/lib/site";
import { type Choice, formats } from "./choice";
import { heatOf } from "./heat";
import type { Row } from "./pivot";

/** Monday the fifth of January 2026, from which the days are named. */
const MONDAY = Date.UTC(2026, 0, 5);

/** When it is drawn: hours of the day against days of the week. The darker, the more; each cell has its number. */
export function Heat({ rows, choice }: { rows: readonly Row[]; choice: Choice }) {
  const { t, i18n } = useTranslation();
  const { short, exact } = formats(choice.measure);
  const cells = heatOf(rows, choice.measure, site().time_zone || undefined);
  const most = Math.max(1, ...cells.flat());
  const dayName = (day: number) =>
    new Date(MONDAY + day * 86_400_000).toLocaleDateString(i18n.language, { weekday: "short", timeZone: "UTC" });
  return (
    <section className="hg-card" style={{ padding: 12 }}>
      <h2 style={{ margin: "0 0 8px", fontSize: 14, fontWeight: 600 }}>
        {t("usage.heat", { measure: t(`measure.${choice.measure}`) })}
      </h2>
      <div style={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={t("usage.view-hours")}>
        <table className="hg-heat">
          <thead>
            <tr>
              <th scope="col">{t("usage.weekday")}</th>
              {Array.from({ length: 24 }, (_, hour) => (
                <th key={`hour-${hour.toString()}`} scope="col">
                  {hour.toString().padStart(2, "0")}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cells.map((line, day) => (
              <tr key={dayName(day)}>
                <th scope="row">{dayName(day)}</th>
                {line.map((value, hour) => (
                  <td
                    key={`cell-${hour.toString()}`}
                    title={`${dayName(day)} ${hour}:00 · ${exact(value)}`}
                    data-strong={value / most > 0.6 || undefined}
                    style={{
                      background: `color-mix(in srgb, var(--hg-heat) ${Math.round((Math.max(0, value) / most) * 100)}%, transparent)`,
                    }}
                  >
                    {value === 0 ? <span className="hg-quiet">·</span> : short(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="hg-quiet" style={{ fontSize: 12, margin: "8px 0 0" }}>
        {t("usage.heat-words", { zone: site().time_zone || Intl.DateTimeFormat().resolvedOptions().timeZone })}
      </p>
    </section>
  );
}
