// Renders every page with lively demo data: light, dark, and narrow in Chinese. docs/screenshots/ is written anew; ONLY=/codes,/budgets
// or names as ONLY=request take these pages, SCHEMES=light these ways, and OUT another folder.
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { enliven, flow } from "./data.mjs";
import { signIn, startBrowser, startDemo } from "./demo.mjs";

const out = process.env.OUT ?? new URL("../../docs/screenshots", import.meta.url).pathname;
const only = process.env.ONLY?.split(",");
const WAYS = {
  light: { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  narrow: { colorScheme: "light", viewport: { width: 390, height: 844 }, language: "zh" },
};
/** Pages of one thing, by a name that stays though its id changes. */
const ONES = [
  [/^requests-.+/, "request"],
  [/^accounts-open-.+/, "account"],
  [/^codes-open-.+/, "code-batch"],
  [/^users-open-.+/, "user"],
];
const STRANGERS = [
  "/sign-in",
  "/sign-in?error=link_first",
  "/register",
  "/forgot-password",
  "/reset-password",
  "/invitation",
];

/** So long until what flows now has been told a few times. */
const BEATS_MILLIS = 5_000;

async function shoot(page, folder, name) {
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'), undefined, { timeout: 10_000 });
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(out, folder, `${name}.png`) });
}

function nameOf(path) {
  const name = path.replace(/^\//, "").replaceAll(/[/?=&]/g, "-") || "start";
  return ONES.find(([pattern]) => pattern.test(name))?.[1] ?? name;
}

async function pages(page, demo, folder, prefix, more) {
  const doors = await page.locator("nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const path of [...doors.map((door) => door.replace("/console", "") || "/"), ...more]) {
    if (only && !only.includes(path) && !only.includes(nameOf(path))) continue;
    await page.goto(`${demo.base}/console${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    if (path === "/") await page.waitForTimeout(BEATS_MILLIS);
    await shoot(page, folder, prefix + nameOf(path));
  }
}

/** What the README shows. */
const BEST = [
  ["dark/start", "overview"],
  ["light/request", "request"],
  ["light/user-start", "home"],
  ["light/lab", "lab"],
];

const demo = await startDemo();
const browser = await startBrowser();
let user;
let stop;
try {
  for (const [folder, { language, ...options }] of Object.entries(WAYS)) {
    if (process.env.SCHEMES && !process.env.SCHEMES.split(",").includes(folder)) continue;
    mkdirSync(join(out, folder), { recursive: true });
    const open = async () => {
      const context = await browser.newContext({ locale: "en-US", ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      return { context, page };
    };
    const speak = (page) =>
      page.evaluate((chosen) => localStorage.setItem("headgate.language", chosen), language ?? "en");
    const operator = await open();
    await signIn(operator.page, demo);
    user ??= await enliven(operator.page, demo);
    stop ??= flow(demo, user);
    await speak(operator.page);
    const found = await operator.page.evaluate(async () => {
      const of = async (path) => (await (await fetch(`/api/v1${path}`)).json()).items[0];
      return {
        request: (await of("/requests")).request_id,
        account: (await of("/accounts")).id,
        batch: (await of("/code-batches")).id,
      };
    });
    await pages(operator.page, demo, folder, "", [
      `/requests/${found.request}`,
      `/accounts?open=${found.account}`,
      `/codes?open=${found.batch}`,
      `/users?open=${user.id}`,
      "/users?tab=invitations",
      "/prices?tab=own",
    ]);
    await operator.context.close();
    const own = await open();
    await signIn(own.page, demo, user);
    await speak(own.page);
    await pages(own.page, demo, folder, "user-", ["/my/plan?tab=entries", "/my/plan?tab=prices"]);
    await own.context.close();
    const stranger = await open();
    await stranger.page.goto(`${demo.base}/console/`);
    await speak(stranger.page);
    for (const path of STRANGERS) {
      if (only && !only.includes(path)) continue;
      await stranger.page.goto(`${demo.base}/console${path}`);
      await shoot(stranger.page, folder, nameOf(path));
    }
    await stranger.context.close();
  }
} finally {
  stop?.();
  await browser.close();
  demo.child.kill("SIGTERM");
}
for (const [from, to] of BEST) {
  const picture = join(out, `${from}.png`);
  if (existsSync(picture)) copyFileSync(picture, join(out, `${to}.png`));
}
