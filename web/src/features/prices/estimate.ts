import type { Schemas } from "@/lib/api/client";

type Change = Pick<Schemas["PriceChangeView"], "name" | "before" | "after">;
type Named = Change & Pick<Schemas["PriceChangeView"], "model" | "provider" | "effective_from">;
type Row = Pick<
  Schemas["UsageRow"],
  "ids" | "input_tokens" | "output_tokens" | "cache_read_tokens" | "cache_write_tokens" | "list_cost_nanos"
>;

const CLASSES = {
  input: "input_tokens",
  output: "output_tokens",
  cacheRead: "cache_read_tokens",
  cacheWrite5m: "cache_write_tokens",
} as const;

/** Whether a price for that name, which may hold *, is one for that model. */
export function fits(pattern: string, model: string): boolean {
  const parts = pattern
    .toLowerCase()
    .split("*")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(model.toLowerCase());
}

export interface Estimate {
  calls: boolean;
  before: bigint;
  after: bigint;
}

/**
 * What the calls of a span would have cost at list price had the changes held: the cost they had, and tokens of each class times what
 * its price moves. An estimate: tiers, long contexts and one-hour cache writes are taken at the plain price.
 */
export function estimate(pattern: string, changes: readonly Change[], rows: readonly Row[]): Estimate {
  const own = rows.filter((row) => fits(pattern, row.ids.model ?? ""));
  let before = 0n;
  let moved = 0n;
  for (const row of own) {
    before += BigInt(row.list_cost_nanos);
    for (const change of changes) {
      const tokens = CLASSES[change.name as keyof typeof CLASSES];
      if (!tokens || change.after == null) continue;
      moved += BigInt(row[tokens]) * (BigInt(change.after) - BigInt(change.before ?? 0));
    }
  }
  return { calls: own.length > 0, before, after: before + moved / 1000n };
}

/** Providers whose models are called by their makers' names; another that resells them has prices of its own for the same name. */
const MAKERS = new Set(["", "anthropic", "openai", "gemini"]);

/** Of a model's changes the one to go by for each price: its maker's, and of these the last that holds already, else the next to. */
function holding(changes: readonly Named[], now: number): Named[] {
  const makers = changes.filter((change) => MAKERS.has(change.provider));
  const found = new Map<string, Named>();
  for (const change of makers.length > 0 ? makers : changes) {
    const known = found.get(change.name);
    if (!known || comesBefore(Date.parse(change.effective_from), Date.parse(known.effective_from), now)) {
      found.set(change.name, change);
    }
  }
  return [...found.values()];
}

function comesBefore(one: number, other: number, now: number): boolean {
  if (one <= now) return other > now || one >= other;
  return other > now && one < other;
}

/** The same for changes of several models; what is about no model that was called adds nothing. */
export function estimateAll(changes: readonly Named[], rows: readonly Row[], now = Date.now()): Estimate {
  const byModel = new Map<string, Named[]>();
  for (const change of changes) byModel.set(change.model, [...(byModel.get(change.model) ?? []), change]);
  const sum: Estimate = { calls: false, before: 0n, after: 0n };
  for (const [model, own] of byModel) {
    const one = estimate(model, holding(own, now), rows);
    sum.calls ||= one.calls;
    sum.before += one.before;
    sum.after += one.after;
  }
  return sum;
}
