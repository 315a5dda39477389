import { describe, expect, it } from "vitest";
import { type Course, chartEnd, moments, prospect } from "./course";

const HOUR = 3_600_000;
const NOON = Date.parse("2026-11-26T12:00:00Z");
const iso = (at: number) => new Date(at).toISOString();

function course(some: Partial<Course>): Course {
  return {
    name: "5h",
    model: null,
    length_seconds: 18_000,
    limit: -1,
    used_ppm: 400_000,
    resets_at: iso(NOON + 2 * HOUR),
    points: [
      { at: iso(NOON - 3 * HOUR), used_ppm: 0 },
      { at: iso(NOON - 2 * HOUR), used_ppm: 300_000 },
      { at: iso(NOON - HOUR), used_ppm: 400_000 },
    ],
    forecast: { used_up_at: null, at_reset_ppm: 600_000 },
    ...some,
  };
}

describe("a quota's course", () => {
  it("stands between its points and goes on as a straight line to the reset", () => {
    const shown = moments(course({}), NOON - 4 * HOUR, NOON);
    const at = (hours: number) => shown.find((one) => Math.abs(one.at - (NOON + hours * HOUR)) < 60_000);
    expect(at(-3.5)?.used).toBeNull();
    expect(at(-1.5)?.used).toBe(300_000);
    expect(at(0)?.used).toBe(400_000);
    expect(at(0)?.projected).toBe(400_000);
    expect(at(1)).toEqual({ at: NOON + HOUR, used: null, projected: 500_000 });
    expect(shown.at(-1)).toEqual({ at: NOON + 2 * HOUR, used: null, projected: 600_000 });
  });

  it("keeps a peak that lies between two moments", () => {
    const points = [
      { at: iso(NOON - 10 * HOUR), used_ppm: 10 },
      { at: iso(NOON - 5 * HOUR - 61_000), used_ppm: 900_000 },
      { at: iso(NOON - 5 * HOUR - 60_000), used_ppm: 0 },
    ];
    const shown = moments(course({ points, forecast: null }), NOON - 10 * HOUR, NOON);
    expect(Math.max(...shown.map((one) => one.used ?? 0))).toBe(900_000);
  });

  it("stays full once it is used up", () => {
    const shown = moments(
      course({ forecast: { used_up_at: iso(NOON + HOUR), at_reset_ppm: null } }),
      NOON - 4 * HOUR,
      NOON,
    );
    expect(shown.at(-1)?.projected).toBe(1_000_000);
    expect(Math.max(...shown.map((one) => one.projected ?? 0))).toBe(1_000_000);
  });

  it("doesn't push the past into a corner", () => {
    const week = course({ resets_at: iso(NOON + 100 * HOUR) });
    expect(chartEnd(week, NOON - 24 * HOUR, NOON)).toBe(NOON + 24 * HOUR);
    expect(chartEnd(course({ forecast: null }), NOON - 24 * HOUR, NOON)).toBe(NOON);
  });
});

describe("what is said of it", () => {
  it("is when it is used up, or how much is used at its end", () => {
    const soon = course({ forecast: { used_up_at: iso(NOON + HOUR), at_reset_ppm: null } });
    expect(prospect(soon, NOON)).toEqual({ kind: "used-up", at: iso(NOON + HOUR), before: HOUR });
    expect(prospect(course({}), NOON)).toEqual({ kind: "lasts", ppm: 600_000, resets: iso(NOON + 2 * HOUR) });
    expect(prospect(course({ forecast: { used_up_at: iso(NOON), at_reset_ppm: null } }), NOON).kind).toBe("over");
    expect(prospect(course({ forecast: null }), NOON)).toEqual({ kind: "unknown" });
  });
});
