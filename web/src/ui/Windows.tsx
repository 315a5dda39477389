import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/api/client";
import { countdown } from "@/lib/format";
import { moment } from "@/lib/site";
import { useNow } from "./useNow";
import { Money } from "./Value";

/** How much of a spending window is used, and when it begins anew. */
function Window({ window }: { window: Schemas["WindowView"] }) {
  const { t, i18n } = useTranslation();
  const now = useNow(1000);
  const percent = window.limit_nanos > 0 ? Math.min(100, (window.used_nanos / window.limit_nanos) * 100) : 100;
  const color = percent >= 95 ? "var(--hg-attention)" : percent >= 75 ? "var(--hg-exhausted)" : "var(--hg-busy)";
  const resets = moment(window.resets_at, i18n.language, { dateStyle: "medium", timeStyle: "short" });
  const name = t(`window.${window.period}`);
  return (
    <div style={{ padding: "6px 0" }}>
      <div style={{ display: "flex", justifyContent: "space-between", gap: 12, fontSize: 13, marginBottom: 4 }}>
        <span>{name}</span>
        <span>
          <Money nanos={window.used_nanos} short /> <span className="hg-quiet">{t("window.of")}</span>{" "}
          <Money nanos={window.limit_nanos} short />
        </span>
      </div>
      <div
        role="meter"
        aria-label={name}
        aria-valuenow={Math.round(percent)}
        aria-valuemin={0}
        aria-valuemax={100}
        style={{ height: 8, borderRadius: 4, background: "var(--hg-line)", overflow: "hidden" }}
      >
        <div style={{ height: 8, width: `${percent}%`, background: color }} />
      </div>
      <div className="hg-quiet" style={{ fontSize: 12, marginTop: 4 }}>
        {t("window.resets", { time: resets, left: countdown(Date.parse(window.resets_at) - now) })}
      </div>
    </div>
  );
}

export function Windows({ windows }: { windows: readonly Schemas["WindowView"][] }) {
  return windows.map((window) => <Window key={window.period} window={window} />);
}
