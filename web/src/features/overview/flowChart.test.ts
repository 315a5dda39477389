import { describe, expect, it } from "vitest";
import type { Schemas } from "@/lib/api/client";
import { bySplit, MEASURED, markersOf, seriesOf } from "./flowChart";

const NOW = Date.parse("2026-11-26T12:30:00Z");

function row(hour: string, model: string, tokens: number): Schemas["UsageRow"] {
  return {
    ids: { hour: `2026-11-26T${hour}:00:00Z`, model },
    names: { hour: `2026-11-26T${hour}:00:00Z`, model },
    calls: 1,
    errors: 0,
    input_tokens: tokens,
    output_tokens: 0,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    reasoning_tokens: 0,
    list_cost_nanos: 0,
    charged_nanos: 0,
    upstream_cost_nanos: 0,
    margin_nanos: 0,
  };
}

describe("the flow", () => {
  it("shows the largest by themselves and adds up the rest", () => {
    const rows = ["a", "b", "c", "d", "e", "f", "g", "h"].map((model, place) => row("11", model, place + 1));
    const series = seriesOf(rows, "model", MEASURED.tokens, "others");
    expect(series.map((one) => one.label)).toEqual(["h", "g", "f", "e", "d", "c", "others"]);
    const points = bySplit(rows, "model", series, MEASURED.tokens, { span: "24h", now: NOW, language: "en" });
    expect(points.at(-2)?.values).toMatchObject({ sh: 8, sc: 3, rest: 3 });
    expect(points.at(-1)?.values.rest).toBe(0);
  });

  it("marks the hour in which something happened, and nothing from before the span", () => {
    const at = (id: string, when: string) => ({ id, at: when, words: id, color: "red" });
    const all = [
      at("old", "2026-11-25T12:59:00Z"),
      at("first", "2026-11-25T13:01:00Z"),
      at("now", "2026-11-26T12:05:00Z"),
    ];
    const markers = markersOf(all, "24h", NOW, "en");
    expect(markers.map((one) => one.id)).toEqual(["now", "first"]);
    expect(markers.map((one) => one.label)).toEqual(["12:00", "13:00"]);
  });
});
