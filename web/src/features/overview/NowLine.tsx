import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { micros, shortNumber } from "@/lib/format";
import { type Beat, useLive } from "@/lib/live";
import { Money } from "@/ui/Value";
import { todayQuery } from "./api";

/** The mean of the last ten seconds, which a reader can follow; single seconds jump. */
function mean(beats: readonly Beat[], of: (beat: Beat) => number): number {
  const last = beats.slice(-10);
  return last.length === 0 ? 0 : last.reduce((sum, beat) => sum + of(beat), 0) / last.length;
}

function tokens(beat: Beat): number {
  return (
    beat.input_tokens_per_second +
    beat.output_tokens_per_second +
    beat.cache_read_tokens_per_second +
    beat.cache_write_tokens_per_second
  );
}

interface FigureProps {
  label: string;
  to: string;
  search?: Record<string, string>;
  children: ReactNode;
}

function Figure({ label, to, search, children }: FigureProps) {
  return (
    <Link to={to} search={search as never} style={{ color: "inherit", textDecoration: "none", minWidth: 0 }}>
      <div style={{ fontSize: 20, fontWeight: 600, lineHeight: 1.3 }}>{children}</div>
      <div className="hg-quiet" style={{ fontSize: 12 }}>
        {label}
      </div>
    </Link>
  );
}

/** The last two minutes as a line. */
function Pulse({ beats }: { beats: readonly Beat[] }) {
  const values = beats.map(tokens);
  const top = Math.max(1, ...values);
  const points = values.map((value, place) => `${120 - values.length + place},${30 - (value / top) * 28}`).join(" ");
  return (
    <svg width="100%" height="32" viewBox="0 0 120 32" preserveAspectRatio="none" aria-hidden>
      <path d="M0 31h120" stroke="var(--hg-line)" />
      <polyline points={points} fill="none" stroke="var(--hg-busy)" strokeWidth="1.5" />
    </svg>
  );
}

/** What flows now; each number is a door. */
export function NowLine() {
  const { t } = useTranslation();
  const { beats, connected } = useLive();
  const today = useQuery(todayQuery).data?.items[0];
  const last = beats.at(-1);
  const requests = mean(beats, (beat) => beat.requests_per_second);
  const errors = mean(beats, (beat) => beat.errors_per_second);
  return (
    <section aria-label={t("overview.now")} className="hg-card hg-now">
      <Figure label={t("overview.requests-s")} to="/requests">
        {shortNumber(Number(requests.toFixed(1)))}
      </Figure>
      <Figure label={t("overview.tokens-min")} to="/usage">
        {shortNumber(Math.round(mean(beats, tokens) * 60))}
      </Figure>
      <Figure label={t("overview.streams")} to="/accounts">
        {last?.open_streams ?? "–"}
      </Figure>
      <Figure label={t("overview.in-flight")} to="/accounts">
        {last?.calls_in_flight ?? "–"}
      </Figure>
      <Figure label={t("overview.queued")} to="/accounts">
        {last?.queued ?? "–"}
      </Figure>
      <Figure label={t("overview.errors")} to="/requests" search={{ failed: "true" }}>
        <span className={errors > 0 ? "hg-loss" : ""}>
          {requests > 0 ? `${Number(((errors / requests) * 100).toFixed(1))} %` : "–"}
        </span>
      </Figure>
      <Figure label={t("overview.added")} to="/requests">
        <span
          title={
            last?.added_p99_micros == null
              ? undefined
              : t("overview.added-p99", { time: micros(last.added_p99_micros) })
          }
        >
          {last?.added_p50_micros == null ? "–" : micros(last.added_p50_micros)}
        </span>
      </Figure>
      <Figure label={t("overview.calls-today")} to="/usage">
        {shortNumber(today?.calls ?? 0)}
      </Figure>
      <Figure label={t("overview.charged-today")} to="/usage">
        <Money nanos={today?.charged_nanos ?? 0} short />
      </Figure>
      <div style={{ textAlign: "right", minWidth: 0 }}>
        <Pulse beats={beats} />
        <div style={{ fontSize: 12, color: connected ? "var(--hg-ok)" : "var(--hg-quiet)" }}>
          ● {t(connected ? "overview.live" : "overview.waiting")}
        </div>
      </div>
    </section>
  );
}
