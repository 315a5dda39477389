import { useEffect, useState } from "react";
import type { Schemas } from "./api/client";

export type Beat = Schemas["LiveView"];

const KEPT = 120;
const AGAIN_MILLIS = 5_000;

/** What flowed in the last two minutes, a beat a second; nothing is asked for while the page is hidden. */
export function useLive(): { beats: readonly Beat[]; connected: boolean } {
  const [beats, setBeats] = useState<readonly Beat[]>([]);
  const [connected, setConnected] = useState(false);
  useEffect(() => {
    let stream: EventSource | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const close = () => {
      clearTimeout(timer);
      stream?.close();
      stream = null;
      setConnected(false);
    };
    const open = () => {
      close();
      if (document.hidden) return;
      stream = new EventSource("/api/v1/live");
      stream.onmessage = (event: MessageEvent<string>) => {
        setConnected(true);
        setBeats((before) => [...before.slice(1 - KEPT), JSON.parse(event.data) as Beat]);
      };
      stream.onerror = () => {
        setConnected(false);
        // the browser asks again by itself after an end, but not after a refusal
        if (stream?.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MILLIS);
      };
    };
    open();
    document.addEventListener("visibilitychange", open);
    return () => {
      document.removeEventListener("visibilitychange", open);
      close();
    };
  }, []);
  return { beats, connected };
}
