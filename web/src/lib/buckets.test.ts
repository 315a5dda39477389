import { describe, expect, it } from "vitest";
import { axisLabel, filled, starts } from "./buckets";

const NOON = Date.parse("2026-03-01T12:34:56Z");

describe("buckets", () => {
  it("end with the hour or day of now", () => {
    const hours = starts("24h", NOON);
    expect(hours).toHaveLength(24);
    expect(hours[0]).toBe("2026-02-28T13:00:00.000Z");
    expect(hours.at(-1)).toBe("2026-03-01T12:00:00.000Z");
    expect(starts("7d", NOON)).toHaveLength(7);
    expect(starts("30d", NOON).at(-1)).toBe("2026-03-01T00:00:00.000Z");
  });
  it("show the hours in which nothing flowed", () => {
    const rows = [{ at: "2026-03-01T11:00:00Z", calls: 3 }];
    const shown = filled("24h", NOON, rows, (row) => row.at);
    expect(shown.at(-2)?.rows).toEqual(rows);
    expect(shown.at(-1)?.rows).toEqual([]);
  });
  it("are called by the viewer's hour, or by the day as it was counted", () => {
    expect(axisLabel("2026-03-01T09:00:00Z", "24h", "en-GB")).toBe("09:00");
    expect(axisLabel("2026-03-01T00:00:00Z", "7d", "en-GB")).toBe("1 Mar");
  });
});
