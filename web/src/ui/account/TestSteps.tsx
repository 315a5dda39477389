import { IconCheck, IconMinus, IconX } from "@tabler/icons-react";
import { duration } from "@/lib/format";
import type { Tested } from "./api";

/** On the line of the words beside it. */
const SIGN = { marginTop: 3 };

function Sign({ outcome }: { outcome: string }) {
  if (outcome === "ok") return <IconCheck size={15} color="var(--hg-ok)" style={SIGN} aria-label={outcome} />;
  if (outcome === "failed") return <IconX size={15} color="var(--hg-attention)" style={SIGN} aria-label={outcome} />;
  return <IconMinus size={15} color="var(--hg-quiet)" style={SIGN} aria-label={outcome} />;
}

/** What a test did, stage by stage, in the vendor's words. */
export function TestSteps({ steps }: Pick<Tested, "steps">) {
  return (
    <ol style={{ listStyle: "none", margin: 0, padding: 0, fontSize: 13 }} data-testid="steps">
      {steps.map((step, place) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: steps only come, and one stage may come twice
          key={place}
          style={{
            display: "grid",
            gridTemplateColumns: "20px 88px 62px 1fr",
            gap: 8,
            padding: "5px 0",
          }}
        >
          <Sign outcome={step.outcome} />
          <span>{step.stage}</span>
          <span style={{ textAlign: "right" }}>{step.outcome === "skipped" ? "" : duration(step.millis)}</span>
          <span className="hg-quiet" style={{ overflowWrap: "anywhere" }}>
            {step.words}
          </span>
        </li>
      ))}
    </ol>
  );
}
