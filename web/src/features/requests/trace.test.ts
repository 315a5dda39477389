import { describe, expect, it } from "vitest";
import { parts, stages } from "./trace";

describe("a decision trace", () => {
  it("becomes stages one after the other", () => {
    expect(stages({ micros: { body: 100, sent: 900, first_byte: 30_900, end: 50_900 } })).toEqual([
      { key: "body", micros: 100 },
      { key: "chosen", micros: 800 },
      { key: "waited", micros: 30_000 },
      { key: "streamed", micros: 20_000 },
    ]);
  });
  it("tells the wait for a slot apart from the choice", () => {
    const trace = { queue: { stays: 1, ms: 700, ahead: 3 }, micros: { body: 100, sent: 800_100, end: 900_000 } };
    expect(stages(trace).slice(0, 3)).toEqual([
      { key: "body", micros: 100 },
      { key: "queued", micros: 700_000 },
      { key: "chosen", micros: 100_000 },
    ]);
  });
  it("may lack what did not happen", () => {
    expect(stages({ micros: { body: 100, end: 500 } }).map((stage) => stage.key)).toEqual(["body", "streamed"]);
    expect(stages({})).toEqual([]);
  });
  it("tells scores", () => {
    expect(parts({ account: "a", cost: 12, slots: 4, warmth: -8 })).toEqual([
      ["slots", 4],
      ["warmth", -8],
    ]);
  });
});
