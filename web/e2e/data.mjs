// Makes a demo lively: people, keys, plans, codes, budgets, and calls of several models, some of which fail.
import { call } from "./demo.mjs";

const USD = 1_000_000_000;
const PASSWORD = "a long enough password";
const MODELS = ["claude-haiku-4-5", "claude-sonnet-4-5", "claude-opus-4-5", "claude-sonnet-4-5"];
const PEOPLE = ["ana", "ben", "chen", "dora"];

export async function message(base, key, model, words) {
  const answer = await fetch(`${base}/v1/messages`, {
    method: "POST",
    headers: { "x-api-key": key, "content-type": "application/json", "anthropic-version": "2023-06-01" },
    body: JSON.stringify({ model, max_tokens: 200, messages: [{ role: "user", content: words }] }),
  });
  await answer.text();
  return answer;
}

/** Two users with money and keys; the first one signs in later. Gives who that is. */
async function people(page, groupId) {
  const made = [];
  for (const name of PEOPLE) {
    const email = `${name}@example.com`;
    const user = await call(page, "POST", "/users", { email, name, role: "user", password: PASSWORD });
    const money = { id: `demo-${name}`, amount_nanos: 25 * USD, note: "invoice 4711" };
    await call(page, "POST", `/users/${user.id}/top-up`, money);
    const key = await call(page, "POST", "/keys", { name: `${name}-laptop`, user_id: user.id, group_id: groupId });
    made.push({ id: user.id, email, password: PASSWORD, key: key.text, keyId: key.key.id });
  }
  return made;
}

/** Everything; gives the user who signs in on the user's side. */
export async function enliven(page, demo) {
  const groups = (await call(page, "GET", "/groups")).items;
  const group = groups[0];
  const users = await people(page, group.id);
  const later = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
  await call(page, "POST", "/plans", {
    name: "team-pro",
    group_id: group.id,
    price_nanos: 20 * USD,
    validity: "1mo",
    renewal: "balance",
    limits: { five_hours_nanos: 5 * USD, week_nanos: 30 * USD },
  });
  for (const [place, user] of users.slice(0, 2).entries()) {
    await call(page, "POST", "/subscriptions", { id: `demo-sub-${place}`, user_id: user.id, plan: "team-pro" });
  }
  await call(page, "POST", "/code-batches", {
    name: "conference",
    gift: { balance_nanos: 5 * USD },
    expires_at: later(90),
    count: 40,
  });
  await call(page, "POST", "/code-batches", {
    name: "welcome",
    kind: "promo",
    gift: { balance_nanos: USD },
    expires_at: later(300),
    uses_max: 500,
    word: "WELCOME10",
  });
  await call(page, "POST", "/budgets", {
    owner: "user",
    owner_id: users[0].id,
    period: "month",
    limit_nanos: 3 * USD, // not spent while the pictures are taken
  });
  await call(page, "POST", "/budgets", { owner: "key", owner_id: users[1].keyId, period: "day", limit_nanos: USD });
  const price = { model: "house-*", prices: { input: 800_000, output: 3_200_000 }, note: "contract 12/2026" };
  await call(page, "POST", "/prices/own", price);
  await call(page, "POST", "/invitations", { email: "eve@example.com", gift_nanos: 2 * USD });
  for (let turn = 0; turn < 24; turn++) {
    const user = users[(turn * turn) % users.length];
    await message(demo.base, user.key, MODELS[turn % MODELS.length], "Tell me of rivers. ".repeat(1 + (turn % 7) * 9));
  }
  await message(demo.base, users[0].key, "no-such-model", "Hello");
  return users[0];
}

/** Calls without an end, so that what is live moves; gives what stops them. */
export function flow(demo, user) {
  let turn = 0;
  const timer = setInterval(() => {
    const model = MODELS[turn++ % MODELS.length];
    message(demo.base, user.key, model, "And of canals? ".repeat(1 + (turn % 5) * 20)).catch(() => {});
  }, 150);
  return () => clearInterval(timer);
}
