import { useTranslation } from "react-i18next";
import { duration, micros } from "@/lib/format";
import { Money } from "@/ui/Value";
import type { Attempt } from "./api";
import { type Choice, parts, stages, type Trace } from "./trace";

const HEAD = { margin: "0 0 8px", fontSize: 14 } as const;
const CARD = { padding: 16 } as const;
const COLORS = {
  body: "var(--hg-input)",
  queued: "var(--hg-cooling)",
  chosen: "var(--hg-cache-write)",
  waited: "var(--hg-output)",
  streamed: "var(--hg-busy)",
} as const;

/** Where the time went. */
export function Timeline({ trace }: { trace: Trace }) {
  const { t } = useTranslation();
  const all = stages(trace);
  const added = all.find((stage) => stage.key === "chosen");
  const sum = all.reduce((total, stage) => total + stage.micros, 0);
  if (sum === 0) return null;
  return (
    <section className="hg-card" style={CARD}>
      <h2 style={HEAD}>{t("requests.timeline")}</h2>
      <div
        aria-hidden
        style={{ display: "flex", height: 14, borderRadius: 3, overflow: "hidden", background: "var(--hg-line)" }}
      >
        {all.map((stage) => (
          <div
            key={stage.key}
            style={{ width: `${(stage.micros / sum) * 100}%`, minWidth: 2, background: COLORS[stage.key] }}
          />
        ))}
      </div>
      <div style={{ display: "flex", gap: 20, flexWrap: "wrap", fontSize: 13, marginTop: 8 }}>
        {all.map((stage) => (
          <span key={stage.key}>
            <span
              aria-hidden
              style={{
                display: "inline-block",
                width: 8,
                height: 8,
                borderRadius: 2,
                background: COLORS[stage.key],
                marginRight: 6,
              }}
            />
            {t(`stage.${stage.key}`)} <b style={{ fontWeight: 600 }}>{micros(stage.micros)}</b>
          </span>
        ))}
      </div>
      {added && (
        <p className="hg-quiet" style={{ fontSize: 12, margin: "8px 0 0" }}>
          {t("requests.added", { time: micros(added.micros) })}
        </p>
      )}
      {trace.queue && (
        <p className="hg-quiet" style={{ fontSize: 12, margin: "8px 0 0" }}>
          {t("requests.queue", { stays: trace.queue.stays, ahead: trace.queue.ahead })}
        </p>
      )}
    </section>
  );
}

/** What was set aside for the call before it went out, and what became of that. */
export function HoldLine({ trace }: { trace: Trace }) {
  const { t } = useTranslation();
  const { hold } = trace;
  if (!hold) return null;
  const more = hold.posted > hold.nanos;
  return (
    <section className="hg-card" style={CARD}>
      <h2 style={HEAD}>{t("hold.title")}</h2>
      <p style={{ margin: 0, fontSize: 13 }}>
        {t("hold.held")} <Money nanos={hold.nanos} /> → {t("hold.posted")} <Money nanos={hold.posted} /> →{" "}
        {t(more ? "hold.more" : "hold.released")} <Money nanos={Math.abs(hold.nanos - hold.posted)} />
      </p>
    </section>
  );
}

function One({ choice }: { choice: Choice }) {
  const { t } = useTranslation();
  return (
    <div style={{ fontSize: 13, marginBottom: 8 }}>
      {choice.account ? (
        <p style={{ margin: 0 }}>
          <b>{choice.account}</b>: {choice.words ?? choice.why}
        </p>
      ) : (
        <p style={{ margin: 0 }} className="hg-loss">
          {t("requests.none", { reason: choice.none })}
        </p>
      )}
      <p className="hg-quiet" style={{ margin: "2px 0" }}>
        {t("requests.looked", { looked: choice.looked_at ?? 0, serving: choice.serving ?? 0 })}
      </p>
      {choice.compared?.map((score) => (
        <p key={score.account} style={{ margin: "2px 0" }}>
          {score.account}: {t("requests.score", { cost: score.cost })}{" "}
          <span className="hg-quiet">
            {parts(score)
              .map(([name, value]) => `${t(`score.${name}`)} ${value > 0 ? "+" : ""}${value}`)
              .join(" · ")}
          </span>
        </p>
      ))}
      {choice.excluded?.map((words) => (
        <p key={words} style={{ margin: "2px 0" }} className="hg-quiet">
          {words}
        </p>
      ))}
    </div>
  );
}

/** Why which account. */
export function Choices({ trace }: { trace: Trace }) {
  const { t } = useTranslation();
  if (!trace.choices?.length) return null;
  return (
    <section className="hg-card" style={CARD}>
      <h2 style={HEAD}>{t("requests.why")}</h2>
      {trace.choices.map((choice, place) => (
        <One key={`choice-${place.toString()}`} choice={choice} />
      ))}
    </section>
  );
}

/** What was tried, in order, with the vendor's words. */
export function Attempts({ tries, trace }: { tries: readonly Attempt[]; trace: Trace }) {
  const { t } = useTranslation();
  if (tries.length === 0) return null;
  return (
    <section className="hg-card" style={CARD}>
      <h2 style={HEAD}>{t("requests.attempts")}</h2>
      <ol style={{ margin: 0, paddingLeft: 20, fontSize: 13 }}>
        {tries.map((attempt, place) => (
          <li key={`attempt-${place.toString()}`} style={{ padding: "2px 0" }}>
            <b>{attempt.account}</b> {attempt.outcome} {attempt.status > 0 && attempt.status} ·{" "}
            {duration(attempt.duration_ms)} · <Money nanos={attempt.upstream_cost_nanos} />{" "}
            <span className="hg-quiet">{trace.attempts?.[place]?.detail}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
