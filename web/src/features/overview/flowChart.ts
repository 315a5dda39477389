import type { Schemas } from "@/lib/api/client";
import { axisLabel, filled, SPANS, type Span } from "@/lib/buckets";
import type { Marker, Point, Series } from "@/ui/Chart";
import type { Split } from "./api";

type Row = Schemas["UsageRow"];

/** So many models, groups or users have a colour of their own; the rest are one. */
const SHOWN_MAX = 6;
const REST = "rest";
const COLORS = ["#0b7a75", "#4f56c9", "#b08437", "#8b4fc4", "#1d63c4", "#c0262d"];

function tokens(row: Row): number {
  return row.input_tokens + row.output_tokens + row.cache_read_tokens + row.cache_write_tokens;
}

function bucketOf(row: Row): string | undefined {
  return row.ids.hour ?? row.ids.day;
}

/** Tokens by class and money, by hour or day. */
export function byClass(rows: readonly Row[], span: Span, now: number, language: string): Point[] {
  return filled(span, now, rows, bucketOf).map(({ start, rows: [row] }) => ({
    label: axisLabel(start, span, language),
    values: {
      input: row?.input_tokens ?? 0,
      cache_read: row?.cache_read_tokens ?? 0,
      cache_write: row?.cache_write_tokens ?? 0,
      output: (row?.output_tokens ?? 0) - (row?.reasoning_tokens ?? 0),
      reasoning: row?.reasoning_tokens ?? 0,
      charged: row?.charged_nanos ?? 0,
    },
  }));
}

/** Who or what has most of a measure, the most first, and all others as one. */
export function seriesOf(rows: readonly Row[], split: Split, measure: (row: Row) => number, rest: string): Series[] {
  const sums = new Map<string, { name: string; sum: number }>();
  for (const row of rows) {
    const id = row.ids[split] ?? "";
    const before = sums.get(id)?.sum ?? 0;
    sums.set(id, { name: row.names[split] || "–", sum: before + measure(row) });
  }
  const all = [...sums].sort(([, one], [, other]) => other.sum - one.sum);
  const shown = all.slice(0, SHOWN_MAX).map(([id, { name }], place) => ({
    key: `s${id}`,
    label: name,
    color: COLORS[place] ?? "",
  }));
  return all.length > SHOWN_MAX ? [...shown, { key: REST, label: rest, color: "var(--hg-input)" }] : shown;
}

/** A measure by hour or day, split as the series say. */
export function bySplit(
  rows: readonly Row[],
  split: Split,
  series: readonly Series[],
  measure: (row: Row) => number,
  at: { span: Span; now: number; language: string },
): Point[] {
  const known = new Set(series.map((one) => one.key));
  return filled(at.span, at.now, rows, bucketOf).map(({ start, rows: found }) => {
    const values: Record<string, number> = Object.fromEntries(series.map((one) => [one.key, 0]));
    for (const row of found) {
      const key = known.has(`s${row.ids[split]}`) ? `s${row.ids[split]}` : REST;
      values[key] = (values[key] ?? 0) + measure(row);
    }
    return { label: axisLabel(start, at.span, at.language), values };
  });
}

export const MEASURED = { tokens, charged: (row: Row) => row.charged_nanos } as const;

interface Happened {
  id: string;
  at: string;
  words: string;
  color: string;
}

/** What happened, at the hour or day of the chart in which it did; the newest first, what lies before the span left out. */
export function markersOf(all: readonly Happened[], span: Span, now: number, language: string): Marker[] {
  const step = SPANS[span].by === "hour" ? 3_600_000 : 86_400_000;
  const first = Math.floor(now / step) * step - (SPANS[span].hours * 3_600_000 - step);
  return all
    .filter((one) => Date.parse(one.at) >= first)
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
    .map(({ id, at, words, color }) => ({
      id,
      words,
      color,
      label: axisLabel(new Date(Math.floor(Date.parse(at) / step) * step).toISOString(), span, language),
    }));
}
