import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTestAccount } from "@/ui/account/api";
import { TestRun } from "@/ui/account/TestRun";
import type { Account } from "./api";

/** A real, minimal call through this account; its steps come in as they are over. */
export function TestTab({ account }: { account: Account }) {
  const { t } = useTranslation();
  const [model, setModel] = useState("");
  const test = useTestAccount(account.id);
  const { run, stop } = test;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate(model.trim());
  };
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
      <TestRun test={test} />
    </Stack>
  );
}
