import {
  IconAlertTriangle,
  IconBolt,
  IconCircleCheck,
  IconClockX,
  IconDroplet,
  IconPlayerPause,
  IconSnowflake,
} from "@tabler/icons-react";
import { countdown } from "@/lib/format";
import { moment } from "@/lib/site";
import { useWords } from "@/lib/words";
import { useNow } from "./useNow";

const LOOKS = {
  active: { color: "var(--hg-ok)", Icon: IconCircleCheck },
  busy: { color: "var(--hg-busy)", Icon: IconBolt },
  cooling: { color: "var(--hg-cooling)", Icon: IconSnowflake },
  exhausted: { color: "var(--hg-exhausted)", Icon: IconDroplet },
  "needs-attention": { color: "var(--hg-attention)", Icon: IconAlertTriangle },
  paused: { color: "var(--hg-paused)", Icon: IconPlayerPause },
  disabled: { color: "var(--hg-paused)", Icon: IconPlayerPause },
  suspended: { color: "var(--hg-paused)", Icon: IconPlayerPause },
  cancelled: { color: "var(--hg-paused)", Icon: IconClockX },
  withdrawn: { color: "var(--hg-attention)", Icon: IconAlertTriangle },
  expired: { color: "var(--hg-paused)", Icon: IconClockX },
} as const;

export function stateColor(state: string): string {
  return (LOOKS[state as keyof typeof LOOKS] ?? LOOKS.active).color;
}

function Left({ until }: { until: string }) {
  const { language } = useWords();
  const left = Date.parse(until) - useNow(1000);
  if (left <= 0) return null;
  return <span title={moment(until, language, { dateStyle: "medium", timeStyle: "medium" })}>{countdown(left)}</span>;
}

/** A state by icon and word, the same everywhere, with the time until it passes. */
export function State({ state, until }: { state: string; until?: string | null }) {
  const { t } = useWords();
  const look = LOOKS[state as keyof typeof LOOKS] ?? LOOKS.active;
  return (
    <span className={state === "expired" ? "hg-state hg-struck" : "hg-state"} style={{ color: look.color }}>
      <look.Icon size={15} aria-hidden />
      {t(`state.${state}`)}
      {until && <Left until={until} />}
    </span>
  );
}

State.plain = ({ state }: { state: string }) => state;

/** An HTTP status: a success is quiet, a refusal is not. */
export function StatusCode({ status, code }: { status: number; code: string }) {
  const bad = status >= 400 || code !== "";
  return (
    <span style={{ color: bad ? "var(--hg-attention)" : "var(--hg-ok)" }}>{code ? `${status} ${code}` : status}</span>
  );
}

StatusCode.plain = ({ status, code }: { status: number; code: string }) => (code ? `${status} ${code}` : status);
