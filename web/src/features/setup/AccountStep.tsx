import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountForm } from "@/ui/account/AccountForm";
import { type Account, useTestAccount } from "@/ui/account/api";
import { TestRun } from "@/ui/account/TestRun";

/** The test begins by itself; what it does is told step by step, and it can be stopped. */
function Trial({ account, next }: { account: Account; next: () => void }) {
  const { t } = useTranslation();
  const test = useTestAccount(account.id);
  const { mutate } = test.run;
  useEffect(() => mutate(""), [mutate]);
  const good = test.tested?.end?.outcome === "success";
  return (
    <>
      <Text size="sm" fw={600}>
        {account.name}
      </Text>
      <TestRun test={test} />
      <Group>
        {test.run.isPending ? (
          <Button variant="default" onClick={test.stop}>
            {t("accounts.stop")}
          </Button>
        ) : (
          <Button variant="default" onClick={() => mutate("")}>
            {t("accounts.test")}
          </Button>
        )}
        <Button variant={good ? "filled" : "default"} onClick={next}>
          {t(good ? "setup.next" : "setup.later")}
        </Button>
      </Group>
    </>
  );
}

/** The first upstream account, with a real call through it. */
export function AccountStep({ next }: { next: () => void }) {
  const { t } = useTranslation();
  const [account, setAccount] = useState<Account | null>(null);
  return (
    <Stack gap="sm">
      <Title order={2}>{t("setup.account")}</Title>
      <Text size="sm">{t("setup.account-words")}</Text>
      {account ? (
        <Trial account={account} next={next} />
      ) : (
        <>
          <AccountForm done={setAccount} />
          <Button variant="subtle" color="gray" onClick={next} style={{ alignSelf: "flex-start" }}>
            {t("setup.later")}
          </Button>
        </>
      )}
    </Stack>
  );
}
