import { Button, Group, Loader, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { TestSteps } from "@/ui/account/TestSteps";
import { ErrorNote } from "@/ui/Notes";
import { type Account, useTestAccount } from "./api";

/** A real, minimal call through this account. */
export function TestTab({ account }: { account: Account }) {
  const { t } = useTranslation();
  const [model, setModel] = useState("");
  const test = useTestAccount(account.id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    test.mutate(model.trim());
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
          <Button type="submit" loading={test.isPending}>
            {t("accounts.test")}
          </Button>
        </Group>
      </form>
      {test.isPending && <Loader type="dots" size="sm" />}
      <ErrorNote error={test.error} />
      {test.data && (
        <>
          <Text size="sm" fw={600}>
            {test.data.outcome} · {test.data.model}
          </Text>
          <TestSteps result={test.data} />
        </>
      )}
    </Stack>
  );
}
