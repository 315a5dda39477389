import { fileURLToPath } from "node:url";
import { build, type Plugin, type PluginOption, type Rolldown } from "vite";

/** What is opened first, by everybody, by those who are signed in, and by those who aren't. */
const FIRST = {
  start: ["src/main.tsx"],
  shell: ["src/app/Shell.tsx", "src/features/overview/OverviewPage.tsx"],
  "sign-in": ["src/features/signin/SignInPage.tsx"],
} as const;

const fileOf = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The modules of a page and of all that it needs at once. */
function modulesOf(chunks: readonly Rolldown.OutputChunk[], page: string): Set<string> {
  const file = fileOf(page);
  const begun = chunks.find((chunk) => chunk.moduleIds.includes(file));
  if (!begun) throw new Error(`no ${page} in the build`);
  const files = new Set([begun.fileName]);
  for (const name of files) {
    const chunk = chunks.find((one) => one.fileName === name);
    for (const next of chunk?.imports ?? []) files.add(next);
  }
  return new Set(chunks.filter((chunk) => files.has(chunk.fileName)).flatMap((chunk) => chunk.moduleIds));
}

/** Which file each module of the first pages goes into. */
function filesOf(chunks: readonly Rolldown.OutputChunk[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const [name, pages] of Object.entries(FIRST)) {
    for (const id of pages.flatMap((page) => [...modulesOf(chunks, page)])) {
      const before = files.get(id);
      if (before !== "start" && before !== name) files.set(id, before ? `${before}-and-${name}` : name);
    }
  }
  files.delete(fileOf("src/main.tsx")); // it begins, and imports the rest
  return files;
}

/**
 * What is opened together is put into one file: the sixty small ones that it would be come six at a time at most, each asked for by itself.
 * Which modules these are is known from a first, hasty build, made with these plugins.
 */
export function together(plugins: () => PluginOption[]): Plugin {
  return {
    name: "together",
    apply: "build",
    async config(config) {
      const hasty = await build({
        ...config,
        plugins: plugins(),
        configFile: false,
        logLevel: "error",
        build: { ...config.build, write: false, minify: false },
      });
      if (!("output" in hasty)) throw new Error("the build gave no output");
      const files = filesOf(hasty.output.filter((one) => one.type === "chunk"));
      const group = { debugName: "together", name: (id: string) => files.get(id) ?? null };
      return {
        build: {
          rolldownOptions: { output: { codeSplitting: { includeDependenciesRecursively: false, groups: [group] } } },
        },
      };
    },
  };
}
