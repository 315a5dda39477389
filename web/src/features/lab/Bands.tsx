import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/api/client";
import { usePages } from "@/lib/pages";
import { moment } from "@/lib/site";

type Band = Schemas["BandView"];

const HEIGHT = 18;
const WIDTH = 1_000;
const HUES = 12;
const STYLE = { dateStyle: "medium", timeStyle: "medium" } as const;

/** Calls of one conversation have one colour; neighbours differ. */
function color(session: number): string {
  return `hsl(${((session * 7) % HUES) * (360 / HUES)} 55% 52%)`;
}

/** Which account had which conversation when. */
export function Bands({ bands }: { bands: readonly Band[] }) {
  const { t, i18n } = useTranslation();
  const accounts = usePages("/accounts", {});
  if (bands.length === 0) return null;
  const names = new Map((accounts.rows ?? []).map((one) => [one.id, one.name]));
  const ids = [...new Set(bands.map((band) => band.account_id))].sort();
  const from = Math.min(...bands.map((band) => Date.parse(band.from)));
  const to = Math.max(...bands.map((band) => Date.parse(band.to)));
  const x = (time: string) => ((Date.parse(time) - from) / Math.max(1, to - from)) * WIDTH;
  return (
    <section className="hg-card" style={{ padding: 12 }}>
      <h3 style={{ margin: "0 0 8px", fontSize: 13, fontWeight: 600 }}>{t("lab.bands")}</h3>
      {ids.map((id) => {
        const own = bands.filter((band) => band.account_id === id);
        const sessions = new Set(own.map((band) => band.session)).size;
        return (
          <div key={id} style={{ display: "grid", gridTemplateColumns: "120px 1fr", gap: 8, fontSize: 12 }}>
            <span style={{ overflow: "hidden", textOverflow: "ellipsis" }}>{names.get(id) ?? id}</span>
            <svg
              viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
              preserveAspectRatio="none"
              width="100%"
              height={HEIGHT}
              role="img"
              aria-label={t("lab.bands-of", { account: names.get(id) ?? id, calls: own.length, sessions })}
            >
              <rect width={WIDTH} height={HEIGHT - 4} y={2} fill="var(--hg-line)" />
              {own.map((band) => (
                <rect
                  key={`${band.session}-${band.from}`}
                  x={x(band.from)}
                  y={2}
                  width={Math.max(1, x(band.to) - x(band.from))}
                  height={HEIGHT - 4}
                  fill={color(band.session)}
                  fillOpacity={0.8}
                />
              ))}
            </svg>
          </div>
        );
      })}
      <div
        className="hg-quiet"
        style={{ display: "flex", justifyContent: "space-between", fontSize: 12, marginTop: 4 }}
      >
        <span>{moment(from, i18n.language, STYLE)}</span>
        <span>{t("lab.bands-hint")}</span>
        <span>{moment(to, i18n.language, STYLE)}</span>
      </div>
    </section>
  );
}
