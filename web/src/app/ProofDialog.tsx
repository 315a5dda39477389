import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { askWith } from "@/lib/api/proof";

/** Fetched when it is needed first: a dialog is a tenth of what the first page loads. */
const ProofWindow = lazy(() => import("./ProofWindow").then((module) => ({ default: module.ProofWindow })));

/** The one dialog by which a person proves again who they are; calls that need it wait for it and then go on. */
export function ProofDialog() {
  const [open, setOpen] = useState(false);
  const answer = useRef<(proved: boolean) => void>(() => {});
  useEffect(() => {
    const stop = askWith(
      () =>
        new Promise<boolean>((resolve) => {
          answer.current = resolve;
          setOpen(true);
        }),
    );
    return () => {
      stop();
      answer.current(false); // nobody is there to ask any more
    };
  }, []);
  const end = useCallback((proved: boolean) => {
    setOpen(false);
    answer.current(proved);
  }, []);
  const [wanted, setWanted] = useState(false);
  if (open && !wanted) setWanted(true); // then it stays, so that it can close in its own time
  return wanted ? (
    <Suspense>
      <ProofWindow open={open} end={end} />
    </Suspense>
  ) : null;
}
