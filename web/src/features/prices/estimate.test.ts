import { describe, expect, it } from "vitest";
import { estimate, estimateAll, fits } from "./estimate";

const row = {
  ids: { model: "gpt-x" },
  input_tokens: 1_000_000,
  output_tokens: 100_000,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  list_cost_nanos: 4_000_000_000,
};

describe("what last week would have cost", () => {
  it("moves the cost by tokens times the change of their price, exactly", () => {
    // input from $2 to $3 per million: a million tokens cost one dollar more
    const changes = [{ name: "input", before: 2_000_000, after: 3_000_000 }];
    expect(estimate("gpt-x", changes, [row])).toEqual({ calls: true, before: 4_000_000_000n, after: 5_000_000_000n });
  });
  it("looks only at models that the price is for", () => {
    expect(estimate("claude-*", [{ name: "input", before: 0, after: 1 }], [row]).calls).toBe(false);
    expect(fits("gpt-*", "GPT-x")).toBe(true);
    expect(fits("gpt.x", "gpt-x")).toBe(false);
  });
  it("leaves what is no price of tokens out", () => {
    expect(estimate("gpt-x", [{ name: "webSearch", before: 0, after: 9 }], [row]).after).toBe(4_000_000_000n);
  });
  it("takes of a model's changes the maker's that holds today, once", () => {
    const change = { model: "gpt-x", name: "input", before: 2_000_000 };
    const changes = [
      { ...change, provider: "openai", effective_from: "1970-01-01T00:00:00Z", after: 9_000_000 },
      { ...change, provider: "openai", effective_from: "2026-01-01T00:00:00Z", after: 3_000_000 },
      { ...change, provider: "openai", effective_from: "2099-01-01T00:00:00Z", after: 8_000_000 },
      { ...change, provider: "azure", effective_from: "2026-01-01T00:00:00Z", after: 7_000_000 },
      { ...change, model: "gpt-y", provider: "openai", effective_from: "1970-01-01T00:00:00Z", after: 7_000_000 },
    ];
    expect(estimateAll(changes, [row], Date.parse("2026-11-26T00:00:00Z"))).toEqual({
      calls: true,
      before: 4_000_000_000n,
      after: 5_000_000_000n,
    });
  });
  it("goes by a price that is yet to hold where there is no other", () => {
    const change = { model: "gpt-x", provider: "openai", name: "input", before: 2_000_000, after: 3_000_000 };
    const changes = [{ ...change, effective_from: "2099-01-01T00:00:00Z" }];
    expect(estimateAll(changes, [row], Date.parse("2026-11-26T00:00:00Z")).after).toBe(5_000_000_000n);
  });
});
