import { useSyncExternalStore } from "react";

export interface Undoable {
  words: string;
  undo: () => void;
}

const SHOWN_MILLIS = 8_000;
let current: Undoable | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function show(next: Undoable | null): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Tells what was done and offers to take it back, for some seconds; a later offer takes the place of an earlier one. */
export function offerUndo(words: string, undo: () => void): void {
  clearTimeout(timer);
  timer = setTimeout(() => show(null), SHOWN_MILLIS);
  show({ words, undo });
}

export function dropUndo(): void {
  clearTimeout(timer);
  show(null);
}

export function useUndo(): Undoable | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
