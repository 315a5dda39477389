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
let first = 0;
for (const path of filesIn(dist)) {
  if (/\.(br|gz)$/.test(path) || path.endsWith("files.txt")) continue;
  names.push(relative(dist, path));
  const bytes = readFileSync(path);
  if (!worthIt.test(path) || bytes.length < 1024) continue;
  const gzip = gzipSync(bytes, { level: 9 });
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
  writeFileSync(`${path}.gz`, gzip);
  if (/index-[^/]*\.js$/.test(path)) first += gzip.length;
}
writeFileSync(join(dist, "files.txt"), names.sort().join("\n"));
console.log(`console: ${names.length} files, first script ${Math.round(first / 1024)} KiB gzip`);
