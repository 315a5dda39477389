// What the walk and the screenshots share: the demo as a process, the browser, and signing in.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const root = new URL("../..", import.meta.url).pathname;
const jar = process.env.HEADGATE_JAR ?? join(root, "server/target/headgate-server.jar");
const java = join(process.env.JAVA_HOME ?? "/usr", "bin/java");
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts a Headgate; what its words must hold before it counts as up is found in them. */
function start(args, env, pattern) {
  const classes = process.env.HEADGATE_CLASSPATH; // to try a console out without another jar: a folder with `console` in it, and the jar
  const program = classes ? ["-cp", classes, "dev.headgate.app.Main"] : ["-jar", jar];
  const child = spawn(java, ["-Xmx256m", "-XX:TieredStopAtLevel=1", ...program, ...args], {
    env: { ...process.env, ...env },
  });
  return new Promise((resolve, reject) => {
    let told = "";
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`Headgate did not start:\n${told}`));
    }, 90_000);
    const hear = (bytes) => {
      told += bytes;
      const found = pattern.exec(told);
      if (!found) return;
      clearTimeout(timer);
      for (const stream of [child.stdout, child.stderr]) stream.off("data", hear).resume();
      resolve({ child, found });
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", (code) => reject(new Error(`Headgate ended with ${code}:\n${told}`)));
  });
}

/** Starts the demo on a free port; its words tell where it serves and who signs in. */
export async function startDemo() {
  const words = /console: (http:\/\/\S+?)\/console\/ as (\S+) with the password "([^"]+)"/;
  const { child, found } = await start(["demo", "--port", "0"], {}, words);
  return { child, base: found[1], email: found[2], password: found[3] };
}

/** Starts a Headgate that nobody owns yet, in an empty folder; its words tell where it is set up. */
export async function startFresh() {
  const data = mkdtempSync(join(tmpdir(), "headgate-walk-"));
  // the fake provider, and what stands in for others, are on this machine
  const env = { HEADGATE_DATA: data, HEADGATE_SERVER_PORT: "0", HEADGATE_UPSTREAM_ALLOW_PRIVATE: "true" };
  const { child, found } = await start(["serve"], env, /set it up at (http:\/\/\S+?)(\/setup\?token=\S+)/);
  const end = async () => {
    const over = child.exitCode !== null || new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await over;
    rmSync(data, { recursive: true, force: true });
  };
  return { child, base: found[1], setup: found[1] + found[2], end };
}

export function startBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
}

export async function signIn(page, demo, who = demo) {
  await page.goto(`${demo.base}/`);
  await page.getByLabel("E-mail").fill(who.email);
  await page.getByRole("textbox", { name: "Password" }).fill(who.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.locator("nav a").first().waitFor({ state: "attached" }); // on a phone it is there but hidden
}

/** The API as the signed-in page may call it: what a scene needs is made without pressing through forms. */
export async function call(page, method, path, body) {
  return page.evaluate(
    async ([verb, url, sent]) => {
      const { csrf_token } = await (await fetch("/api/v1/session")).json();
      const answer = await fetch(`/api/v1${url}`, {
        method: verb,
        headers: {
          "content-type": "application/json",
          "x-csrf-token": csrf_token,
          "idempotency-key": Math.random().toString(36).slice(2) + Date.now(),
        },
        body: sent === undefined ? undefined : JSON.stringify(sent),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${verb} ${url}: ${answer.status} ${text}`);
      return text ? JSON.parse(text) : null;
    },
    [method, path, body],
  );
}
