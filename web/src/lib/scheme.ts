import type { MantineColorSchemeManager } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { afterPaint } from "./afterPaint";

export type Scheme = "light" | "dark";

const STORED = "mantine-color-scheme-value";
const ATTRIBUTE = "data-mantine-color-scheme";

/** What was chosen here; null for what the system wants. */
function chosen(): Scheme | null {
  const stored = localStorage.getItem(STORED);
  return stored === "light" || stored === "dark" ? stored : null;
}

const system = () => window.matchMedia?.("(prefers-color-scheme: dark)");
const wanted = (): Scheme => chosen() ?? (system()?.matches ? "dark" : "light");

let now: Scheme | null = null;
const watchers = new Set<() => void>();

export function scheme(): Scheme {
  now ??= wanted();
  return now;
}

/** The button shows it at once, the page after the next paint: every element of it gets other colours. */
function show(next: Scheme): void {
  if (next === now) return;
  now = next;
  for (const watch of watchers) watch();
  afterPaint(() => document.documentElement.setAttribute(ATTRIBUTE, scheme()));
}

/** Changes the scheme for this browser. One attribute of the page does it: nothing is drawn anew but what shows the choice itself. */
export function toggleScheme(): void {
  const next = scheme() === "dark" ? "light" : "dark";
  localStorage.setItem(STORED, next);
  show(next);
}

/** Follows the system and the console's other tabs from now on. */
export function followScheme(): void {
  document.documentElement.setAttribute(ATTRIBUTE, scheme());
  system()?.addEventListener("change", () => show(wanted()));
  window.addEventListener("storage", (event) => event.key === STORED && show(wanted()));
}

function watch(changed: () => void): () => void {
  watchers.add(changed);
  return () => watchers.delete(changed);
}

export function useScheme(): Scheme {
  return useSyncExternalStore(watch, scheme);
}

/** The theme's provider draws every component anew when its scheme changes, so it is told of one, and of no change. */
export const schemeAtStart: MantineColorSchemeManager = {
  get: scheme,
  set: () => {},
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => {},
};
