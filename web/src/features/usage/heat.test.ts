import { describe, expect, it } from "vitest";
import { heatOf, placeOf } from "./heat";
import type { Row } from "./pivot";

function at(hour: string, calls: number): Row {
  return {
    ids: { hour },
    names: { hour },
    calls,
    errors: 0,
    input_tokens: 0,
    output_tokens: 0,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    reasoning_tokens: 0,
    list_cost_nanos: 0,
    charged_nanos: 0,
  };
}

describe("a heat-map", () => {
  it("lies by the clock of its zone", () => {
    expect(placeOf("2026-11-26T23:00:00Z", "UTC")).toEqual({ day: 3, hour: 23 });
    expect(placeOf("2026-11-26T23:00:00Z", "Asia/Shanghai")).toEqual({ day: 4, hour: 7 });
  });
  it("adds up the same hour of several weeks", () => {
    const cells = heatOf([at("2026-11-19T08:00:00Z", 2), at("2026-11-26T08:00:00Z", 3)], "calls", "UTC");
    expect(cells[3]?.[8]).toBe(5);
    expect(cells.flat().reduce((sum, value) => sum + value, 0)).toBe(5);
    expect([cells.length, cells[0]?.length]).toEqual([7, 24]);
  });
});
