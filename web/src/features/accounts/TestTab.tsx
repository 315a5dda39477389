import { Button, Group, Loader, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { duration } from "@/lib/format";
import { TestSteps } from "@/ui/account/TestSteps";
import { ErrorNote } from "@/ui/Notes";
import { useNow } from "@/ui/useNow";
import { Money } from "@/ui/Value";
import { type Account, type Tested, useTestAccount } from "./api";

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

/** A real, minimal call through this account; its steps come in as they are over. */
export function TestTab({ account }: { account: Account }) {
  const { t } = useTranslation();
  const [model, setModel] = useState("");
  const { run, tested, stop } = useTestAccount(account.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate(model.trim());
  };
  const stopped = run.error?.name === "AbortError";
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("accounts.test-words")}
      </Text>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="xs">
          <TextInput
            label={t("accounts.test-model")}
            placeholder={t("accounts.test-model-hint")}
            value={model}
            onChange={(event) => setModel(event.currentTarget.value)}
          />
          <Button type="submit" loading={run.isPending}>
            {t("accounts.test")}
          </Button>
          {run.isPending && (
            <Button variant="default" onClick={stop}>
              {t("accounts.stop")}
            </Button>
          )}
        </Group>
      </form>
      <ErrorNote error={stopped ? null : run.error} />
      {tested && <TestSteps result={tested} />}
      {run.isPending && <Waiting steps={tested?.steps.length ?? 0} />}
      {tested && <Outcome tested={tested} stopped={stopped} />}
    </Stack>
  );
}
