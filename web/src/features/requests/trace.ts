/** The decision trace as the server writes it; every part may be absent in older records. */
export interface Trace {
  attempts?: { account: string; outcome: string; ms: number; detail?: string }[];
  choices?: Choice[];
  /** How often, how long and behind how many it waited for a slot; absent where it never did. */
  queue?: { stays: number; ms: number; ahead: number };
  /** What was set aside of the balance or a subscription, and what of it was charged; absent where the call is charged to neither. */
  hold?: { nanos: number; posted: number };
  micros?: { body?: number; sent?: number; first_byte?: number; end?: number };
}

export interface Choice {
  account?: string;
  why?: string;
  words?: string;
  none?: string;
  looked_at?: number;
  serving?: number;
  compared?: ({ account: string; cost: number } & Record<string, string | number>)[];
  excluded?: string[];
  excluded_count?: number;
}

export interface Stage {
  key: "body" | "queued" | "chosen" | "waited" | "streamed";
  micros: number;
}

/** The stages of a call one after the other, from the moments that the trace tells. */
export function stages(trace: Trace): Stage[] {
  const { body, sent, first_byte, end } = trace.micros ?? {};
  const moments: [Stage["key"], number | undefined][] = [
    ["body", body],
    ["chosen", sent],
    ["waited", first_byte],
    ["streamed", end],
  ];
  const found: Stage[] = [];
  let before = 0;
  for (const [key, moment] of moments) {
    if (moment === undefined) continue;
    const length = Math.max(0, moment - before);
    // the time in the queue lies within the choice
    const queued = key === "chosen" ? Math.min(length, (trace.queue?.ms ?? 0) * 1000) : 0;
    if (queued > 0) found.push({ key: "queued", micros: queued });
    found.push({ key, micros: length - queued });
    before = Math.max(before, moment);
  }
  return found;
}

/** What made up an account's score, without the sum itself. */
export function parts(score: Record<string, string | number>): [string, number][] {
  return Object.entries(score).flatMap(([name, value]) =>
    name === "account" || name === "cost" || typeof value !== "number" ? [] : [[name, value] as [string, number]],
  );
}
