/** Has the person prove again who they are; false when they would rather not. */
export type Prover = () => Promise<boolean>;

let prover: Prover | null = null;
let asking: Promise<boolean> | null = null;

/** Who asks, from now on; gives what takes it out again. */
export function askWith(next: Prover): () => void {
  prover = next;
  return () => {
    if (prover === next) prover = null;
  };
}

/** Asks once, however many calls wait for it; false where nobody is there to ask. */
export function proved(): Promise<boolean> {
  if (!prover) return Promise.resolve(false);
  asking ??= prover().finally(() => {
    asking = null;
  });
  return asking;
}
