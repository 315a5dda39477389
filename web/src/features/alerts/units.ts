import type { Schemas } from "@/lib/api/client";
import { exactNumber } from "@/lib/format";

const STEPS: readonly (readonly [string, number])[] = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
];

/** Seconds in the largest unit that says them whole. */
export function span(seconds: number): string {
  for (const [unit, length] of STEPS) {
    if (seconds >= length && seconds % length === 0) return `${seconds / length} ${unit}`;
  }
  return `${seconds} s`;
}

/** A threshold with its unit, and which side of it is bad. */
export function worth(value: number, metric: Schemas["AlertMetricView"] | undefined): string {
  if (!metric) return exactNumber(value);
  if (metric.unit === "truth") return "–";
  return `${metric.below ? "<" : "≥"} ${exactNumber(value)} ${metric.unit === "percent" ? "%" : metric.unit}`;
}
