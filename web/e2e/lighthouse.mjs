// Lighthouse on a page that one must be signed in for, in a Chromium of its own.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];

/** The scores (0 - 100) and what performance is made of, for the screen of a desktop or of a phone. */
export async function lighthouseScores(url, cookies, form) {
  const chrome = await launch({ chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromeFlags: FLAGS });
  try {
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const result = await lighthouse(
      url,
      {
        port: chrome.port,
        logLevel: "silent",
        onlyCategories: ["performance", "accessibility"],
        extraHeaders: { Cookie: cookie },
      },
      form === "desktop" ? desktopConfig : undefined,
    );
    const { categories, audits } = result.lhr;
    const value = (name) => audits[name].numericValue;
    return {
      performance: Math.round(categories.performance.score * 100),
      accessibility: Math.round(categories.accessibility.score * 100),
      fcp: Math.round(value("first-contentful-paint")),
      lcp: Math.round(value("largest-contentful-paint")),
      tbt: Math.round(value("total-blocking-time")),
      cls: value("cumulative-layout-shift"),
      si: Math.round(value("speed-index")),
    };
  } finally {
    chrome.kill();
  }
}
