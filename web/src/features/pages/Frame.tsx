import { useEffect, useRef } from "react";
import type { Looks } from "@/lib/embedded";

interface Props {
  title: string;
  url: string;
  looks: Looks;
}

/**
 * The frame that a page of another system stands in. It has another origin than the console, which the server sees to, so keeping its
 * own gives it nothing of ours; it can neither move the console's window nor open dialogs over it.
 */
const SANDBOX =
  "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads";

/** Shows the page, and tells it when scheme or language change. */
export function Frame({ title, url, looks: { theme, lang } }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const told = useRef(`${theme} ${lang}`);
  useEffect(() => {
    if (told.current === `${theme} ${lang}`) return;
    told.current = `${theme} ${lang}`;
    // a page that is told nothing has no token in its address, and hears nothing later either
    const { origin, searchParams } = new URL(url);
    if (searchParams.has("token")) {
      frame.current?.contentWindow?.postMessage({ type: "headgate:looks", theme, lang }, origin);
    }
  }, [theme, lang, url]);
  return (
    <iframe
      ref={frame}
      title={title}
      src={url}
      sandbox={SANDBOX}
      allow="clipboard-write; payment"
      referrerPolicy="no-referrer"
      className="hg-card"
      style={{ display: "block", width: "100%", height: "calc(100dvh - 170px)", minHeight: 420 }}
    />
  );
}
