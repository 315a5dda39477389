// What the console promises, acted out as people would: set up from nothing, an account signed in to its provider, a call that appears
// by itself, a limit that says so, roles that see their pages only, a page of another system, a second factor.
import Anthropic from "@anthropic-ai/sdk";
import { call, signIn } from "./demo.mjs";
import { checked, code, otherPage, provider } from "./mocks.mjs";

const PASSWORD = "a long enough password";
const USD = 1_000_000_000;

function say(key, base) {
  return new Anthropic({ baseURL: base, apiKey: key, maxRetries: 0, timeout: 15_000 }).messages.create({
    model: "claude-haiku-4-5",
    max_tokens: 20,
    messages: [{ role: "user", content: "Hello" }],
  });
}

/** From an empty folder to the first call, by the wizard alone; the seconds it took. `upstream` is the fake provider's address. */
export async function wizard(page, fresh, upstream) {
  const begun = Date.now();
  await page.goto(fresh.setup);
  await page.getByRole("heading", { name: "Store" }).waitFor();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("heading", { name: "Cluster" }).waitFor();
  await page.getByRole("textbox", { name: /Redis/ }).fill("redis://127.0.0.1:6379");
  await page.getByRole("button", { name: "Try it" }).click();
  await page.getByText("cluster · this version runs on one machine").waitFor();
  await page.getByRole("button", { name: "Go on with one machine" }).click();
  await page.getByLabel("E-mail").fill("owner@example.com");
  await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("heading", { name: "First account" }).waitFor();
  await page.getByRole("textbox", { name: "Name" }).fill("claude-1");
  await page.getByRole("textbox", { name: "Address" }).fill(upstream);
  await page.getByRole("textbox", { name: "API key" }).fill("fake-1");
  await page.getByRole("button", { name: "Add an account" }).click();
  await page.getByTestId("steps").getByText("first-byte").waitFor({ timeout: 20_000 });
  await page.getByText(/^It works/).waitFor({ timeout: 20_000 });
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Make a key" }).click();
  const key = await page.getByTestId("secret").innerText();
  const lines = await page.locator("pre").last().innerText();
  if (!lines.includes(key) || !lines.includes(fresh.base)) throw new Error(`the lines lack key or address: ${lines}`);
  await page.getByText("Waiting for the first request").waitFor();
  await say(key, fresh.base);
  await page.getByText("It flows: your first request has arrived").waitFor();
  const seconds = Math.round((Date.now() - begun) / 1000);
  await page.getByRole("link", { name: "To the overview" }).click();
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  return seconds;
}

/** An account's credential is got by signing in at a provider, whose page sends the browser back. */
export async function oauth(page, demo) {
  const vendor = await provider();
  try {
    const credential = {
      type: "oauth",
      grant: "authorization-code",
      client_id: "walk",
      client_secret: "secret",
      token_url: `${vendor.base}/token`,
      authorization_url: `${vendor.base}/authorize`,
    };
    const made = { name: "oauth-walk", provider: "anthropic", base_url: vendor.base, credential, groups: [] };
    const { id } = await call(page, "POST", "/accounts", made);
    await page.goto(`${demo.base}/console/accounts?open=${id}`);
    const drawer = page.getByRole("dialog");
    await drawer.getByRole("tab", { name: "Credential" }).click();
    const opened = page.context().waitForEvent("page");
    await drawer.getByRole("button", { name: "Connect by the browser" }).click();
    const back = await opened;
    await back.getByText("Connected").waitFor({ timeout: 15_000 });
    if (vendor.changed[0] !== "code-of-the-walk") throw new Error(`the provider was asked for ${vendor.changed}`);
    await back.close();
    await call(page, "DELETE", `/accounts/${id}`);
  } finally {
    vendor.close();
  }
}

/** A key is made, the vendor's own client calls with it, and the call's row appears while one looks on. */
export async function liveRow(page, demo) {
  const [group] = (await call(page, "GET", "/groups")).items;
  const user = await call(page, "POST", "/users", { email: "live@example.com", role: "user", password: PASSWORD });
  await call(page, "POST", `/users/${user.id}/top-up`, { id: "walk-live", amount_nanos: USD, note: "walk" });
  await page.goto(`${demo.base}/console/keys`);
  await page.getByRole("button", { name: "Make a key" }).first().click();
  await page.getByRole("textbox", { name: "Name" }).fill("live-key");
  await page.getByRole("combobox", { name: "User" }).click();
  await page.getByRole("option", { name: "live@example.com" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make a key" }).click();
  const key = await page.getByTestId("secret").innerText();
  await page.getByRole("button", { name: "Done" }).click();
  await page.goto(`${demo.base}/console/requests`);
  await page.locator("tbody tr[data-index]").first().waitFor();
  await say(key, demo.base);
  await page.locator("tbody tr", { hasText: "live-key" }).first().waitFor({ timeout: 10_000 });
  await page.getByRole("button", { name: "Pause" }).click();
  const shown = await page.locator("tbody tr", { hasText: "live-key" }).count();
  await say(key, demo.base);
  await page.getByRole("button", { name: "+1 new" }).waitFor({ timeout: 10_000 });
  if ((await page.locator("tbody tr", { hasText: "live-key" }).count()) !== shown)
    throw new Error("the paused tail moved");
  await page.getByRole("button", { name: "+1 new" }).click();
  await page.locator("tbody tr", { hasText: "live-key" }).nth(shown).waitFor();
  return { user, key, group, who: { email: "live@example.com", password: PASSWORD } };
}

/** Whoever has reached a limit is told so where they tried. */
export async function limit(page, demo, group) {
  const limits = { requests_per_minute: 1 };
  const made = await call(page, "POST", "/me/keys", { name: "limited", group_id: group.id, limits });
  await page.goto(`${demo.base}/console/connect`);
  await page.getByRole("textbox", { name: "Your key" }).fill(made.text);
  const send = page.getByRole("button", { name: "Send", exact: true });
  await send.click();
  await page.getByText(/ · 200 · \$/).waitFor({ timeout: 15_000 }); // the answer has come, with what it cost
  await send.click();
  await page
    .getByRole("alert")
    .getByText(/429: .*minute/i)
    .waitFor({ timeout: 10_000 });
}

/** Each role finds the doors of its pages and no others, and no page behind an address that it types. */
export async function roles(page, open, demo) {
  const told = [];
  for (const [role, sees, hidden] of [
    ["auditor", "/console/audit", "/console/embedded"],
    ["finance", "/console/ledger", "/console/nodes"],
    ["operator", "/console/accounts", "/console/tokens"],
    ["user", "/console/connect", "/console/accounts"],
  ]) {
    const who = { email: `${role}@example.com`, password: PASSWORD };
    await call(page, "POST", "/users", { ...who, role });
    const seen = await open();
    await signIn(seen, demo, who);
    const { permissions } = await seen.evaluate(async () => (await fetch("/api/v1/session")).json());
    const doors = await seen
      .locator("nav a")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href").replace(/(.)\/$/, "$1")));
    if (!doors.includes(sees)) told.push(`${role} doesn't see ${sees}: ${doors}`);
    if (doors.includes(hidden)) told.push(`${role} sees ${hidden}`);
    if (!permissions.includes("settings:read") !== !doors.includes("/console/settings"))
      told.push(`${role}'s door to the settings is not as the permissions say`);
    const refused = ["accounts:read", "audit:read", "tokens:read"].find((one) => !permissions.includes(one));
    if (refused) {
      await seen.goto(`${demo.base}/console/${refused.split(":")[0]}`);
      await seen.getByText("There is no such page").waitFor();
    }
    await seen.context().close();
  }
  return told;
}

/** A page of another system stands in the console, knows who looks by a token of minutes, and follows the console's looks. */
export async function embedded(page, demo) {
  const other = await otherPage();
  try {
    const made = { label: "Top up", url: `${other.base}/page`, icon: "credit-card" };
    const { id } = await call(page, "POST", "/pages", made);
    await page.goto(`${demo.base}/console/`);
    await page.locator("nav a", { hasText: "Top up" }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Find" }).fill("top up");
    await page
      .getByRole("option", { name: /Top up/ })
      .first()
      .waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/console/embedded/${id}`);
    const looks = page.frameLocator("iframe").locator("#looks");
    await looks.getByText("light").waitFor();
    const keys = (await (await fetch(`${demo.base}/api/v1/pages/jwks.json`)).json()).keys;
    const claims = checked(other.tokens.at(-1), keys);
    const session = await call(page, "GET", "/session");
    if (claims.sub !== session.user_id) throw new Error(`the page's token is about ${claims.sub}`);
    if (claims.aud !== other.base && claims.aud?.[0] !== other.base) throw new Error(`the token is for ${claims.aud}`);
    if (claims.exp - claims.iat > 300) throw new Error(`the token is good for ${claims.exp - claims.iat} s`);
    await page.getByRole("button", { name: "Light or dark" }).click();
    await looks.getByText("dark").waitFor();
    if (other.tokens.length !== 1) throw new Error("the page was loaded anew");
    await page.getByRole("button", { name: "Light or dark" }).click();
    await call(page, "DELETE", `/pages/${id}`);
  } finally {
    other.close();
  }
}

/** An authenticator app is added, and asked for at the next sign-in. */
export async function secondFactor(page, demo, who) {
  await signIn(page, demo, who);
  await page.goto(`${demo.base}/console/profile`);
  await page.getByRole("region", { name: "Authenticator app" }).getByRole("button", { name: "Set up" }).click();
  const secret = (await page.getByRole("button", { name: /^Copy: [A-Z2-7 ]{16,}$/ }).getAttribute("aria-label")).slice(
    6,
  );
  await page.getByRole("textbox", { name: "Code" }).fill(code(secret));
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByTestId("recovery-codes").waitFor();
  await page.getByRole("button", { name: /Signed in/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("textbox", { name: "E-mail" }).fill(who.email);
  await page.getByRole("textbox", { name: "Password" }).fill(who.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByLabel("Code").fill(code(secret, 1)); // each code counts once, and the next one is taken early
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.locator("nav a").first().waitFor();
}
