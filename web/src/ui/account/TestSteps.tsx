import { IconCheck, IconMinus, IconX } from "@tabler/icons-react";
import { duration } from "@/lib/format";
import type { TestResult } from "./api";

function Sign({ outcome }: { outcome: string }) {
  if (outcome === "ok") return <IconCheck size={15} color="var(--hg-ok)" aria-label={outcome} />;
  if (outcome === "failed") return <IconX size={15} color="var(--hg-attention)" aria-label={outcome} />;
  return <IconMinus size={15} color="var(--hg-quiet)" aria-label={outcome} />;
}

/** What a test did, stage by stage, in the vendor's words. */
export function TestSteps({ result }: { result: TestResult }) {
  return (
    <ol style={{ listStyle: "none", margin: 0, padding: 0, fontSize: 13 }} data-testid="steps">
      {result.steps.map((step) => (
        <li
          key={step.stage}
          style={{ display: "grid", gridTemplateColumns: "20px 130px 70px 1fr", gap: 8, padding: "5px 0" }}
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
