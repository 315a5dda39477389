import { describe, expect, it } from "vitest";
import { newer } from "./tail";

const rows = (...ids: string[]) => ids.map((request_id) => ({ request_id }));

describe("a paused tail", () => {
  it("counts what is newer than the newest row that is shown", () => {
    expect(newer(rows("d", "c", "b", "a"), "b")).toBe(2);
    expect(newer(rows("b", "a"), "b")).toBe(0);
  });
  it("counts all that was found when there is no row, or none of them is shown", () => {
    expect(newer(rows("d", "c"), "")).toBe(2);
    expect(newer([], "b")).toBe(0);
  });
});
