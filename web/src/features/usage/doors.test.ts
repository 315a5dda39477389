import { describe, expect, it } from "vitest";
import type { Choice } from "./choice";
import { behind } from "./doors";

const choice: Choice = { span: "7d", by: "day", across: "user", measure: "calls", compared: false, heat: false };

describe("the door behind a number", () => {
  it("leads to the calls of its row and column", () => {
    expect(behind(choice, "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", "7")).toEqual({
      from: "2026-03-02T00:00:00Z",
      to: "2026-03-02T23:59:59.999Z",
      user_id: "7",
    });
  });
  it("leads to the calls of the span for a column's sum, and to the failed ones for errors", () => {
    expect(behind({ ...choice, measure: "errors" }, "2026-03-01T00:00:00Z", undefined, "7")).toEqual({
      from: "2026-03-01T00:00:00Z",
      user_id: "7",
      failed: "true",
    });
  });
});
