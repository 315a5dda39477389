import { describe, expect, it } from "vitest";
import { measured, pivot, type Row, shownName } from "./pivot";

function row(names: Record<string, string>, calls: number): Row {
  return {
    ids: names,
    names,
    calls,
    errors: 0,
    input_tokens: calls,
    output_tokens: 1,
    cache_read_tokens: 2,
    cache_write_tokens: 3,
    reasoning_tokens: 1,
    list_cost_nanos: 0,
    charged_nanos: calls * 10,
  };
}

const ROWS = [row({ user: "a", model: "m" }, 1), row({ user: "a", model: "n" }, 2), row({ user: "b", model: "n" }, 4)];

describe("a pivot", () => {
  it("sums by two dimensions", () => {
    const table = pivot(ROWS, "user", "model", "calls");
    expect(table.rows).toEqual(["a", "b"]);
    expect(table.columns).toEqual(["m", "n"]);
    expect(table.cell("b", "m")).toBe(0);
    expect(table.rowSum("a")).toBe(3);
    expect(table.columnSum("n")).toBe(6);
  });
  it("has one column without a second dimension", () => {
    expect(pivot(ROWS, "user", undefined, "charged_nanos").columnSum("")).toBe(70);
  });
  it("shows days and hours short", () => {
    expect(shownName("2026-03-01T00:00:00Z")).toBe("2026-03-01");
    expect(shownName("2026-03-01T14:00:00Z")).toBe("2026-03-01 14:00");
    expect(shownName("gpt-4o")).toBe("gpt-4o");
  });
  it("counts reasoning once: it is a part of the output", () => {
    expect(measured(row({}, 5), "tokens")).toBe(11);
  });
});
