import type { Schemas } from "@/lib/api/client";

export type Course = Schemas["QuotaCourse"];

/** A moment of the chart, parts per million; null where nothing is known. */
export interface Moment {
  at: number;
  used: number | null;
  projected: number | null;
}

const SAMPLES = 96;

/** What a course stands at: its last point that is not later. */
function standing(points: Course["points"], from: number, until: number): number | null {
  let known: number | null = null;
  let highest: number | null = null;
  for (const point of points) {
    const at = Date.parse(point.at);
    if (at > until) break;
    known = point.used_ppm;
    if (at > from) highest = Math.max(highest ?? 0, point.used_ppm);
  }
  return highest ?? known;
}

/** Where the straight line of a forecast is at a moment. */
function projection(course: Course, now: number, at: number): number | null {
  const { forecast, resets_at, used_ppm } = course;
  if (!forecast || !resets_at || used_ppm == null || at < now || at > Date.parse(resets_at)) return null;
  if (forecast.used_up_at != null) {
    const full = Date.parse(forecast.used_up_at);
    return at >= full ? 1_000_000 : used_ppm + ((1_000_000 - used_ppm) * (at - now)) / (full - now);
  }
  const rise = (forecast.at_reset_ppm ?? used_ppm) - used_ppm;
  return used_ppm + (rise * (at - now)) / (Date.parse(resets_at) - now);
}

/** When the chart ends: at the reset, where that doesn't push the past into a corner. */
export function chartEnd(course: Course, from: number, now: number): number {
  const reset = course.forecast && course.resets_at ? Date.parse(course.resets_at) : now;
  return Math.max(now, Math.min(reset, now + (now - from)));
}

/** The course at evenly spaced moments: of each step its highest value until now, the forecast after it. */
export function moments(course: Course, from: number, now: number): Moment[] {
  const end = chartEnd(course, from, now);
  const step = (end - from) / SAMPLES;
  const all: Moment[] = [];
  for (let place = 0; place <= SAMPLES; place++) {
    const at = from + place * step;
    const past = at <= now;
    const last = past && at + step > now && end > now; // both lines meet there
    all.push({
      at,
      used: past ? standing(course.points, at - step, at) : null,
      projected: last ? (course.used_ppm ?? null) : projection(course, now, at),
    });
  }
  return all;
}

export type Prospect =
  | { kind: "used-up"; at: string; before: number }
  | { kind: "over"; resets: string }
  | { kind: "lasts"; ppm: number; resets: string }
  | { kind: "unknown" };

/** What is said of a window's future. */
export function prospect(course: Course, now: number): Prospect {
  const { forecast, resets_at } = course;
  if (!forecast || !resets_at) return { kind: "unknown" };
  if (forecast.used_up_at != null) {
    if (Date.parse(forecast.used_up_at) <= now || (course.used_ppm ?? 0) >= 1_000_000)
      return { kind: "over", resets: resets_at };
    return {
      kind: "used-up",
      at: forecast.used_up_at,
      before: Date.parse(resets_at) - Date.parse(forecast.used_up_at),
    };
  }
  return { kind: "lasts", ppm: forecast.at_reset_ppm ?? 0, resets: resets_at };
}
