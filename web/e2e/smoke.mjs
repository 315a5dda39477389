// Walks the console in Chromium, against the built jar with the fake provider: acts out what it promises (proofs.mjs), then opens each
// page in both schemes and languages. Ends with what went wrong; every error of the browser's own counts. ONLY=wizard,limit acts these.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { call, signIn, startBrowser, startDemo, startFresh } from "./demo.mjs";
import { embedded, limit, liveRow, oauth, roles, secondFactor, wizard } from "./proofs.mjs";

const shots = process.env.SCREENSHOTS;
const only = process.env.ONLY?.split(",");
const problems = [];
let at = "";
/** Statuses that the scene at hand expects to be refused with. */
let refusals = [];
/** What a text looks like that is missing: any area of the texts, a dot, and words. */
const texts = JSON.parse(readFileSync(new URL("../src/locales/en.json", import.meta.url), "utf8"));
const areas = [...new Set(Object.keys(texts).map((key) => key.split(".")[0]))];
const BARE_KEY = new RegExp(`(?<![\\w.@/-])(?:${areas.join("|")})\\.[a-z][a-z0-9-]*(?![\\w.@])`);
/** Pages that show names which look like keys of texts: operations in the audit, events of webhooks. */
const NAMES = /\/(audit|webhooks)$/;

function watch(page, where) {
  page.on("pageerror", (error) => problems.push(`${where()}: ${error.message}`));
  page.on("console", (message) => {
    // the question who is signed in, before anybody is; and refusals that a scene is about
    const expected = ["401", ...refusals].some((status) => message.text().includes(status));
    if (message.type() === "error" && !expected) problems.push(`${where()}: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!/^(data:|blob:|http:\/\/(127\.0\.0\.1|localhost))/.test(request.url()))
      problems.push(`${where()}: asks outside: ${request.url()}`);
  });
}

/** Nothing that axe calls serious. */
async function judge(page, where, scheme) {
  const found = await new AxeBuilder({ page }).analyze();
  for (const one of found.violations.filter((each) => ["serious", "critical"].includes(each.impact))) {
    problems.push(
      `${where} (${scheme}): ${one.id}: ${one.nodes[0]?.html.slice(0, 160)} ${one.nodes[0]?.failureSummary ?? ""}`,
    );
  }
}

/** Each page that the navigation offers has a heading, no error, and nothing that axe calls serious. */
async function walk(page, demo, scheme, language) {
  const doors = await page.locator("nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  if (doors.length < 6) problems.push(`only ${doors.length} doors`);
  for (const door of doors) {
    at = door;
    await page.goto(demo.base + door);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'), undefined, { timeout: 10_000 });
    await page.waitForTimeout(150); // what arrives after the first answer: charts, second lists
    const words = await page.locator("main").innerText();
    const missing = BARE_KEY.exec(words);
    if (missing && !NAMES.test(door)) problems.push(`${door} (${language}): no text for ${missing[0]}`);
    for (const alert of await page.getByRole("alert").allInnerTexts()) problems.push(`${door}: ${alert}`);
    if (shots) await page.screenshot({ path: join(shots, `${scheme}-${door.replaceAll("/", "_")}.png`) });
    await judge(page, door, scheme);
  }
  return doors.length;
}

/** A key is made and shown once; a call with it appears under Requests, with its trace. */
async function keyAndCall(page, demo) {
  await page.goto(`${demo.base}/console/keys`);
  await page.getByRole("button", { name: "Make a key" }).first().click();
  await page.getByRole("textbox", { name: "Name" }).fill("smoke");
  await page.getByRole("combobox", { name: "User" }).click();
  await page.getByRole("option", { name: "demo@example.com" }).click(); // who has a balance
  await page.getByRole("dialog").getByRole("button", { name: "Make a key" }).click();
  const key = await page.getByTestId("secret").innerText();
  const paid = await fetch(`${demo.base}/v1/messages`, {
    method: "POST",
    headers: { "x-api-key": key, "content-type": "application/json", "anthropic-version": "2023-06-01" },
    body: JSON.stringify({ model: "claude-haiku-4-5", max_tokens: 50, messages: [{ role: "user", content: "Hello" }] }),
  });
  const id = paid.headers.get("x-request-id");
  await page.getByRole("button", { name: "Done" }).click();
  await page.goto(`${demo.base}/console/requests?model=claude-haiku-4-5`);
  if (paid.status === 200) {
    await page.locator("tbody tr", { hasText: "smoke" }).first().click();
    await page.getByRole("heading", { name: "Why this account" }).waitFor({ timeout: 10_000 });
    if (!page.url().endsWith(id)) problems.push(`the row leads to ${page.url()}, not to ${id}`);
    if (shots) await page.screenshot({ path: join(shots, "request.png") });
  } else {
    problems.push(`the call: ${paid.status} ${await paid.text()}`);
  }
  await page.goto(`${demo.base}/console/keys?search=smoke`);
  await page.getByRole("button", { name: "Actions: smoke" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByLabel('Type "smoke" to confirm').fill("smoke");
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText("Nothing fits these filters.").waitFor({ timeout: 10_000 });
}

/** An account is tested by a real call, paused and resumed. */
async function account(page, demo) {
  await page.goto(`${demo.base}/console/accounts`);
  await page.locator("tbody tr", { hasText: "claude-demo" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.getByRole("tab", { name: "Test" }).click();
  await drawer.getByRole("button", { name: "Test" }).click();
  await drawer.getByText(/^It works/).waitFor({ timeout: 20_000 });
  await drawer.getByRole("button", { name: "Pause" }).click();
  await drawer.getByText("paused").first().waitFor({ timeout: 10_000 });
  if (shots) await page.screenshot({ path: join(shots, "account.png") });
  await drawer.getByRole("button", { name: "Resume" }).click();
  await drawer.getByText("active").first().waitFor({ timeout: 10_000 });
}

/** The pages that strangers see; the short addresses of letters lead to them with what stands behind the "#". */
async function strangers(browser, demo) {
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  watch(page, () => new URL(page.url()).pathname);
  page.setDefaultTimeout(15_000);
  for (const [address, words] of [
    ["/sign-in?error=denied", "The other site said no."],
    ["/register", "Accounts are made by the operator here."],
    ["/reset-password#token=t-1", "Set password"],
    ["/confirm-email#token=t-1", "Confirm the address"],
    ["/console/forgot-password", "Send me the link"],
  ]) {
    at = address;
    await page.goto(demo.base + address);
    await page.getByText(words).waitFor();
    await judge(page, address, "light");
  }
  await context.close();
}

/** A device that makes and answers passkeys, as a browser's own would. */
async function device(context, page) {
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** A user makes an account by an invitation, redeems a code, makes a passkey, and signs in with it. */
async function user(browser, demo) {
  const operator = await browser.newContext({ locale: "en-US" });
  const desk = await operator.newPage();
  await signIn(desk, demo);
  const made = await call(desk, "POST", "/invitations", { email: "guest@example.com" });
  const days = new Date(Date.now() + 86_400_000).toISOString();
  const gift = { name: "walk", gift: { balance_nanos: 3_000_000_000 }, expires_at: days, count: 1 };
  const { codes } = await call(desk, "POST", "/code-batches", gift);
  await operator.close();
  const context = await browser.newContext({ locale: "en-US" });
  const page = await context.newPage();
  watch(page, () => new URL(page.url()).pathname);
  page.setDefaultTimeout(15_000);
  await device(context, page);
  at = "invitation";
  await page.goto(made.link.replace("127.0.0.1", "localhost"));
  await page.getByRole("textbox", { name: "Password" }).fill("a long enough password");
  await page.getByRole("button", { name: "Make my account" }).click();
  await page.getByRole("heading", { name: "Home" }).waitFor();
  at = "redeem";
  const here = demo.base.replace("127.0.0.1", "localhost");
  await page.goto(`${here}/console/my/plan?code=${codes[0]}`);
  await page.getByRole("button", { name: "Redeem" }).click();
  await page.getByText("Redeemed. Balance and plan").waitFor();
  at = "passkey";
  await page.goto(`${here}/console/profile`);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("walk");
  await page.getByRole("button", { name: "Make it on this device" }).click();
  await page.getByTestId("recovery-codes").waitFor();
  await walk(page, { ...demo, base: here }, "light", "en");
  await page.getByRole("button", { name: /Signed in/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.locator("nav a").first().waitFor();
  await context.close();
}

async function scene(browser, demo, options, act) {
  const context = await browser.newContext({ locale: "en-US", ...options });
  const page = await context.newPage();
  watch(page, () => new URL(page.url()).pathname);
  page.setDefaultTimeout(15_000);
  await signIn(page, demo);
  const answer = await act(page);
  await context.close();
  return answer;
}

/** One scene with a page of nobody's; what it throws is told, and the others go on. */
async function act(browser, name, expected, run) {
  if (only && !only.includes(name)) return undefined;
  at = name;
  refusals = expected;
  const context = await browser.newContext({ locale: "en-US", colorScheme: "light" });
  context.on("page", (one) => watch(one, () => name));
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  try {
    return await run(page);
  } catch (error) {
    problems.push(`${name}: ${error}`);
    if (shots) await page.screenshot({ path: join(shots, `failed-${name}.png`) });
    return undefined;
  } finally {
    refusals = [];
    await context.close();
  }
}

/** What the console promises, one scene after the other. */
async function proofs(browser, demo) {
  const asOperator = (run) => async (page) => {
    await signIn(page, demo);
    return run(page);
  };
  const open = async () => {
    const one = await (await browser.newContext({ locale: "en-US" })).newPage();
    watch(one, () => "roles");
    one.setDefaultTimeout(15_000);
    return one;
  };
  await act(browser, "wizard", [], async (page) => {
    await signIn(page, demo);
    const { base_url } = (await call(page, "GET", "/accounts")).items.find((one) => one.name === "claude-demo");
    const fresh = await startFresh();
    try {
      const seconds = await wizard(page, fresh, base_url);
      console.log(`console: from an empty folder to the first call in ${seconds} s`);
      at = "oauth";
      await oauth(page, fresh);
    } finally {
      await page.goto("about:blank"); // it would miss its server
      await fresh.end();
    }
  });
  const live = await act(
    browser,
    "live",
    [],
    asOperator((page) => liveRow(page, demo)),
  );
  if (live) {
    await act(browser, "limit", ["429", "404"], async (page) => {
      await signIn(page, demo, live.who);
      await limit(page, demo, live.group);
    });
    await act(browser, "second-factor", [], (page) => secondFactor(page, demo, live.who));
  }
  await act(
    browser,
    "roles",
    [],
    asOperator(async (page) => problems.push(...(await roles(page, open, demo)))),
  );
  await act(
    browser,
    "embedded",
    [],
    asOperator((page) => embedded(page, demo)),
  );
}

if (shots) mkdirSync(shots, { recursive: true });
const begun = Date.now();
const demo = await startDemo();
const browser = await startBrowser();
let pages = 0;
try {
  await proofs(browser, demo);
  if (!only || only.includes("pages")) {
    pages = await scene(browser, demo, { colorScheme: "light" }, async (page) => {
      await keyAndCall(page, demo);
      await account(page, demo);
      return walk(page, demo, "light", "en");
    });
    await scene(browser, demo, { colorScheme: "dark", viewport: { width: 390, height: 844 } }, async (page) => {
      await page.evaluate(() => localStorage.setItem("headgate.language", "zh"));
      await walk(page, demo, "dark", "zh");
    });
    await strangers(browser, demo);
    await user(browser, demo);
  }
} catch (error) {
  problems.push(`${at} ${error}`);
} finally {
  await browser.close();
  demo.child.kill("SIGTERM");
}
for (const problem of new Set(problems)) console.error(`console: ${problem}`);
if (problems.length > 0) process.exit(1);
console.log(`console: ${pages} pages walked in ${Math.round((Date.now() - begun) / 1000)} s`);
