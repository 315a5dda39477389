// After the build: compresses what gains by it, and lists the files for the server (dist/files.txt).
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = new URL("../dist", import.meta.url).pathname;
const worthIt = /\.(js|css|svg|json|txt)$/;

function filesIn(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

const names = [];
const gzipped = new Map();
for (const path of filesIn(dist)) {
  if (/\.(br|gz)$/.test(path) || /(files\.txt|manifest\.json)$/.test(path)) continue;
  const name = relative(dist, path);
  names.push(name);
  const bytes = readFileSync(path);
  if (!worthIt.test(path) || bytes.length < 1024) continue;
  const gzip = gzipSync(bytes, { level: 9 });
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
  writeFileSync(`${path}.gz`, gzip);
  gzipped.set(name, gzip.length);
}
writeFileSync(join(dist, "files.txt"), names.sort().join("\n"));

const manifest = JSON.parse(readFileSync(join(dist, "manifest.json"), "utf8"));

/** Adds a chunk and all that it needs at once; what it loads later is not in it. */
function closure(key, into = new Set()) {
  const chunk = manifest[key];
  if (!chunk || into.has(chunk.file)) return into;
  into.add(chunk.file);
  for (const next of chunk.imports ?? []) closure(next, into);
  return into;
}

/** The gzipped script that a first visit to a page loads, in KiB. */
function kibibytes(...keys) {
  const files = new Set();
  for (const key of keys) closure(key, files);
  const bytes = [...files].reduce((sum, file) => sum + (gzipped.get(file) ?? statSync(join(dist, file)).size), 0);
  return Math.round(bytes / 1024);
}

// what people wait for first; other pages, and charts, are loaded when they are opened; the texts of all pages (some 13 KiB) come at once
const SHELL = ["index.html", "src/app/Shell.tsx"];
const BUDGETS_KIB = {
  "the sign-in": [["index.html", "src/features/signin/SignInPage.tsx"], 215],
  "the overview": [[...SHELL, "src/features/overview/OverviewPage.tsx"], 250],
  "a user's home": [[...SHELL, "src/features/home/HomePage.tsx"], 250],
};
let over = false;
for (const [what, [keys, most]] of Object.entries(BUDGETS_KIB)) {
  for (const key of keys) if (!manifest[key]) throw new Error(`no ${key} in the build`);
  const size = kibibytes(...keys);
  console.log(`console: ${what} loads ${size} KiB of script, gzipped (at most ${most})`);
  over ||= size > most;
}
console.log(`console: ${names.length} files`);
if (over) {
  console.error("console: over budget; load what isn't needed at first later, or raise the budget with a reason");
  process.exit(1);
}
