import { useEffect, useState } from "react";

/** The time, moving on every so many milliseconds; 0 = it stands still. */
export function useNow(everyMillis: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!everyMillis) return;
    const timer = setInterval(() => setNow(Date.now()), everyMillis);
    return () => clearInterval(timer);
  }, [everyMillis]);
  return now;
}
