import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import en from "./en.json";
import zh from "./zh.json";

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !/\.test\.ts$/.test(name) && name !== "schema.d.ts"
      ? [readFileSync(path, "utf8")]
      : [];
  });
}

const all = sources(new URL("..", import.meta.url).pathname).join("\n");
const english: Record<string, string> = en;
const chinese: Record<string, string> = zh;

describe("the texts", () => {
  it("are there for each key that the sources name", () => {
    const named = [...all.matchAll(/["'`]([a-z]+\.[a-z0-9_-]+)["'`]/g)].map((match) => match[1] ?? "");
    const areas = new Set(Object.keys(english).map((key) => key.split(".")[0]));
    const missing = named.filter(
      (key) => areas.has(key.split(".")[0]) && !(key in english) && !/\.(csv|json|css|tsx?)$/.test(key),
    );
    expect(new Set(missing)).toEqual(new Set());
    expect(named.length).toBeGreaterThan(200); // not vacuous
  });
  it("are the same in both languages, with the same places for values", () => {
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
    const places = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(String).sort();
    for (const [key, text] of Object.entries(english)) expect(places(chinese[key] ?? ""), key).toEqual(places(text));
  });
  it("are all used", () => {
    const stems = [...all.matchAll(/`([a-z]+\.(?:[a-z]+-)?)\$\{/g)].map((match) => match[1] ?? "");
    const unused = Object.keys(english).filter(
      (key) => !all.includes(key) && !stems.some((stem) => key.startsWith(stem)),
    );
    expect(unused.filter((key) => !/^(nav|common)\./.test(key))).toEqual([]);
  });
});
