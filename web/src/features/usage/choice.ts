import { isSpan, SPANS, type Span, starts } from "@/lib/buckets";
import { useFilters } from "@/lib/filters";
import { dollars, exactMoney, exactNumber, share, shortMoney, shortNumber } from "@/lib/format";
import { isMoney, MEASURES, type Measure } from "./pivot";

export interface Choice {
  span: Span;
  by: string;
  across: string | undefined;
  measure: Measure;
  /** Whether the period before stands beside. */
  compared: boolean;
  /** Hours of the day against days of the week, in place of the pivot. */
  heat: boolean;
}

/** What of usage is looked at; all of it stands in the address. */
export function useChoice(): [Choice, ReturnType<typeof useFilters>[1]] {
  const [filters, set] = useFilters();
  const across = filters.across === filters.by ? undefined : filters.across;
  const choice = {
    span: isSpan(filters.span) ? filters.span : "7d",
    by: filters.by ?? "day",
    across,
    measure: MEASURES.find((one) => one === filters.measure) ?? "charged_nanos",
    compared: filters.compare === "before",
    heat: filters.view === "hours",
  } as const;
  return [choice, set];
}

export function periodMillis(span: Span): number {
  return SPANS[span].hours * 3_600_000;
}

/** What to ask the API for, and what for the period before. */
export function asked({ span, by, across, heat }: Choice, now: number) {
  const from = starts(span, now)[0] ?? "";
  const first = Date.parse(from);
  const dimensions = heat ? "hour" : [by, across].filter(Boolean).join(",");
  return {
    now: { by: dimensions, from, limit: 10_000 },
    before: {
      by: dimensions,
      from: new Date(first - periodMillis(span)).toISOString(),
      to: new Date(first - 1).toISOString(),
      limit: 10_000,
    },
  };
}

interface Formats {
  short: (value: number) => string;
  exact: (value: number) => string;
  /** For programs. */
  plain: (value: number) => string | number;
}

export function formats(measure: Measure): Formats {
  if (measure.endsWith("_share")) return { short: share, exact: share, plain: (value) => value / 1e6 };
  if (isMoney(measure)) return { short: shortMoney, exact: exactMoney, plain: dollars };
  return { short: shortNumber, exact: exactNumber, plain: (value) => value };
}
