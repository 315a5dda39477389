import { useSyncExternalStore } from "react";

export interface Undoable {
  /** Tells offers apart. */
  id: number;
  words: string;
  /** A promise tells whether it could be taken back; who gives none tells it elsewhere. */
  undo: () => unknown;
}

const SHOWN_MILLIS = 8_000;
let offers = 0;
let current: Undoable | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function show(next: Undoable | null): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Tells what was done and offers to take it back, for some seconds; a later offer takes the place of an earlier one. */
export function offerUndo(words: string, undo: () => unknown): void {
  clearTimeout(timer);
  timer = setTimeout(() => show(null), SHOWN_MILLIS);
  show({ id: ++offers, words, undo });
}

/** The offer is taken: it stays until it has come to an end. */
export function holdUndo(): void {
  clearTimeout(timer);
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
