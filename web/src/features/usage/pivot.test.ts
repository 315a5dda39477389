import { describe, expect, it } from "vitest";
import { adds, change, earlierId, measured, pivot, type Row, shownName, sumOf } from "./pivot";

function row(names: Record<string, string>, calls: number, more: Partial<Row> = {}): Row {
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
    ...more,
  };
}

const ROWS = [row({ user: "a", model: "m" }, 1), row({ user: "a", model: "n" }, 2), row({ user: "b", model: "n" }, 4)];

describe("a pivot", () => {
  it("sums by two dimensions", () => {
    const table = pivot(ROWS, "user", "model");
    expect(table.rows.map((line) => line.name)).toEqual(["a", "b"]);
    expect(table.columns.map((line) => line.name)).toEqual(["m", "n"]);
    expect(table.cell("b", "m").calls).toBe(0);
    expect(table.row("a").calls).toBe(3);
    expect(table.column("n").calls).toBe(6);
    expect(table.all.calls).toBe(7);
  });
  it("has one column without a second dimension", () => {
    expect(pivot(ROWS, "user", undefined).column("").charged_nanos).toBe(70);
  });
  it("tells two people of one name apart", () => {
    const ana = (id: string) => row({}, 1, { ids: { user: id }, names: { user: "Ana" } });
    expect(pivot([ana("1"), ana("2")], "user", undefined).rows).toEqual([
      { id: "1", name: "Ana" },
      { id: "2", name: "Ana" },
    ]);
  });
  it("shows days and hours short", () => {
    expect(shownName("2026-03-01T00:00:00Z")).toBe("2026-03-01");
    expect(shownName("2026-03-01T14:00:00Z")).toBe("2026-03-01 14:00");
    expect(shownName("gpt-4o")).toBe("gpt-4o");
  });
});

describe("a measure", () => {
  it("counts reasoning once: it is a part of the output", () => {
    expect(measured(sumOf([row({}, 5)]), "tokens")).toBe(11);
  });
  it("makes shares and means of sums, not of shares", () => {
    const two = sumOf([
      row({}, 1, { input_tokens: 0, cache_read_tokens: 100, cache_write_tokens: 0, errors: 1, charged_nanos: 3 }),
      row({}, 3, { input_tokens: 300, cache_read_tokens: 0, cache_write_tokens: 0, errors: 0, charged_nanos: 1 }),
    ]);
    expect(measured(two, "cache_share")).toBe(250_000);
    expect(measured(two, "error_share")).toBe(250_000);
    expect(measured(two, "per_thousand_nanos")).toBe(1000);
    expect(measured(sumOf([]), "cache_share")).toBe(0);
    expect(measured(sumOf([]), "per_thousand_nanos")).toBe(0);
    expect([adds("cache_share"), adds("per_thousand_nanos"), adds("charged_nanos")]).toEqual([false, false, true]);
  });
});

describe("the period before", () => {
  it("lies as far back as the period is long", () => {
    expect(earlierId("2026-03-08T00:00:00Z", "day", 7 * 86_400_000)).toBe("2026-03-01T00:00:00Z");
    expect(earlierId("ana", "user", 7 * 86_400_000)).toBe("ana");
  });
  it("is the base of a change", () => {
    expect(change(100, 112)).toBe(120_000);
    expect(change(-100, -50)).toBe(500_000);
    expect(change(0, 5)).toBeNull();
  });
});
