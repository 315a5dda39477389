import { describe, expect, it } from "vitest";
import { difference } from "./change";

describe("what an undo sends", () => {
  it("is what differs, as it was", () => {
    const there = { priority: 0, groups: ["a"], notes: "" };
    expect(difference(there, { priority: 5, groups: ["a"] })).toEqual({
      change: { priority: 5 },
      back: { priority: 0 },
    });
    expect(difference(there, { groups: ["a", "b"] })).toEqual({
      change: { groups: ["a", "b"] },
      back: { groups: ["a"] },
    });
    expect(difference(there, {})).toEqual({ change: {}, back: {} });
  });
});
