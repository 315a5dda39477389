import { Group, Loader, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { duration } from "@/lib/format";
import { ErrorNote } from "../Notes";
import { useNow } from "../useNow";
import { Money } from "../Value";
import type { Tested, useTestAccount } from "./api";
import { TestSteps } from "./TestSteps";

/** How long the step that is waited for has taken so far. */
function Waiting({ steps }: { steps: number }) {
  const { t } = useTranslation();
  const now = useNow(100);
  const [since, setSince] = useState(now);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a step more begins the wait anew
  useEffect(() => setSince(Date.now()), [steps]);
  return (
    <Group gap="xs" role="status">
      <Loader type="dots" size="xs" />
      <Text size="sm" c="dimmed">
        {t("accounts.test-waiting", { time: duration(Math.max(0, now - since)) })}
      </Text>
    </Group>
  );
}

function Outcome({ tested, stopped }: { tested: Tested; stopped: boolean }) {
  const { t } = useTranslation();
  const { end, steps } = tested;
  const total = steps.reduce((sum, step) => sum + step.millis, 0);
  if (!end) return stopped ? <Text size="sm">{t("accounts.test-stopped")}</Text> : null;
  return (
    <Text size="sm" fw={600} c={end.outcome === "success" ? "var(--hg-ok)" : "var(--hg-attention)"}>
      {t(end.outcome === "success" ? "accounts.test-good" : "accounts.test-bad", { outcome: end.outcome })}
      <Text component="span" size="sm" fw={400} c="dimmed">
        {" "}
        {[end.model, duration(total)].filter(Boolean).join(" · ")}
        {end.upstream_cost_nanos > 0 && (
          <>
            {" · "}
            <Money nanos={end.upstream_cost_nanos} /> {t("accounts.test-cost")}
          </>
        )}
      </Text>
    </Text>
  );
}

/** A test as it goes on: what was done, what is waited for, what came out. */
export function TestRun({ test: { run, tested } }: { test: ReturnType<typeof useTestAccount> }) {
  const stopped = run.error?.name === "AbortError";
  return (
    <>
      <ErrorNote error={stopped ? null : run.error} />
      {tested && <TestSteps steps={tested.steps} />}
      {run.isPending && <Waiting steps={tested?.steps.length ?? 0} />}
      {tested && <Outcome tested={tested} stopped={stopped} />}
    </>
  );
}
