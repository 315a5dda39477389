import { moment } from "./site";

/** Spans of time that a chart shows, and by what it counts them. */
export const SPANS = {
  "24h": { hours: 24, by: "hour" },
  "7d": { hours: 24 * 7, by: "day" },
  "30d": { hours: 24 * 30, by: "day" },
} as const;
export type Span = keyof typeof SPANS;

export function isSpan(text: string | undefined): text is Span {
  return text !== undefined && text in SPANS;
}

/** The first instant of each hour or day of a span, the last one being now's. Days are those of UTC, as the server counts them. */
export function starts(span: Span, now: number): string[] {
  const { hours, by } = SPANS[span];
  const step = by === "hour" ? 3_600_000 : 86_400_000;
  const count = (hours * 3_600_000) / step;
  const last = Math.floor(now / step) * step;
  return Array.from({ length: count }, (_, place) => new Date(last - (count - 1 - place) * step).toISOString());
}

/** Fills the hours or days in which nothing flowed. */
export function filled<T>(
  span: Span,
  now: number,
  rows: readonly T[],
  at: (row: T) => string | undefined,
): { start: string; rows: T[] }[] {
  const byStart = new Map<number, T[]>();
  for (const row of rows) {
    const time = Date.parse(at(row) ?? "");
    byStart.set(time, [...(byStart.get(time) ?? []), row]);
  }
  return starts(span, now).map((start) => ({ start, rows: byStart.get(Date.parse(start)) ?? [] }));
}

/** How an hour or day is called on an axis: hours as all times here, days as counted. */
export function axisLabel(start: string, span: Span, language: string): string {
  return SPANS[span].by === "hour"
    ? moment(start, language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
    : moment(start, language, { day: "numeric", month: "short", timeZone: "UTC" });
}
