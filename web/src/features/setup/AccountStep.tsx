import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schemas } from "@/lib/api/client";
import { AccountForm } from "@/ui/account/AccountForm";
import { TestSteps } from "@/ui/account/TestSteps";
import { ErrorNote } from "@/ui/Notes";

/** The first upstream account, with a real call through it. */
export function AccountStep({ next }: { next: () => void }) {
  const { t } = useTranslation();
  const [account, setAccount] = useState<Schemas["AccountView"] | null>(null);
  const test = useMutation({ mutationFn: (id: string) => api("post", "/accounts/{id}/test", { id, body: {} }) });
  return (
    <Stack gap="sm">
      <Title order={2}>{t("setup.account")}</Title>
      <Text size="sm">{t("setup.account-words")}</Text>
      {!account && (
        <AccountForm
          done={(made) => {
            setAccount(made);
            test.mutate(made.id);
          }}
        />
      )}
      {account && (
        <Text size="sm" fw={600}>
          {account.name}: {test.isPending ? t("setup.testing") : test.data?.outcome}
        </Text>
      )}
      <ErrorNote error={test.error} />
      {test.data && <TestSteps result={test.data} />}
      <Group>
        {account && (
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate(account.id)}>
            {t("accounts.test")}
          </Button>
        )}
        <Button variant={test.data?.outcome === "success" ? "filled" : "default"} onClick={next}>
          {t(test.data?.outcome === "success" ? "setup.next" : "setup.later")}
        </Button>
      </Group>
    </Stack>
  );
}
