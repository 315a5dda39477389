import { Alert, Button, Drawer, Group, Skeleton, Tabs } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/lib/session";
import { offerUndo } from "@/lib/undo";
import { ConfirmName } from "@/ui/dialogs";
import { ErrorNote } from "@/ui/Notes";
import { State } from "@/ui/State";
import { type Account, type Care, useAccount, useCare, useRemoveAccount } from "./api";
import { CredentialTab } from "./CredentialTab";
import { shownState } from "./columns";
import { LimitsTab } from "./LimitsTab";
import { NowTab } from "./NowTab";
import { TestTab } from "./TestTab";

function Actions({ account, close }: { account: Account; close: () => void }) {
  const { t } = useTranslation();
  const care = useCare(account.id);
  const [removing, setRemoving] = useState(false);
  const remove = useRemoveAccount(account.id, close);
  const paused = account.live.state === "paused";
  const button = (action: Care) => (
    <Button
      key={action}
      variant="default"
      size="xs"
      loading={care.isPending && care.variables === action}
      onClick={() =>
        care.mutate(action, {
          onSuccess: () => {
            if (action === "pause")
              offerUndo(t("accounts.paused-one", { name: account.name }), () => care.mutate("resume"));
          },
        })
      }
    >
      {t(`accounts.${action}`)}
    </Button>
  );
  const clearable = !["active", "paused"].includes(account.live.state);
  return (
    <>
      <Group gap="xs">
        {button(paused ? "resume" : "pause")}
        {clearable && button("clear")}
        {button("flush")}
        {!account.declared && (
          <Button variant="subtle" color="red" size="xs" onClick={() => setRemoving(true)}>
            {t("common.remove")}
          </Button>
        )}
      </Group>
      <ErrorNote error={care.error} />
      {removing && (
        <ConfirmName
          name={account.name}
          title={t("common.remove")}
          words={t("accounts.remove-words")}
          busy={remove.isPending}
          error={remove.error}
          confirm={() => remove.mutate(undefined)}
          close={() => setRemoving(false)}
        />
      )}
    </>
  );
}

function Inside({ account, close }: { account: Account; close: () => void }) {
  const { t } = useTranslation();
  const mayWrite = useMay()("accounts:write");
  return (
    <>
      {account.declared && (
        <Alert variant="light" color="gray" mb="sm">
          {t("common.declared")}
        </Alert>
      )}
      {mayWrite && <Actions account={account} close={close} />}
      <Tabs defaultValue="now" mt="sm" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="now">{t("accounts.tab-now")}</Tabs.Tab>
          {mayWrite && <Tabs.Tab value="test">{t("accounts.tab-test")}</Tabs.Tab>}
          {mayWrite && <Tabs.Tab value="credential">{t("accounts.credential")}</Tabs.Tab>}
          <Tabs.Tab value="limits">{t("accounts.tab-limits")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="now">
          <NowTab account={account} />
        </Tabs.Panel>
        <Tabs.Panel value="test">
          <TestTab account={account} />
        </Tabs.Panel>
        <Tabs.Panel value="credential">
          <CredentialTab key={account.id} account={account} />
        </Tabs.Panel>
        <Tabs.Panel value="limits">
          <LimitsTab account={account} key={account.id} mayWrite={mayWrite && !account.declared} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

/** One account: how it is now, a live test, its limits. */
export function AccountDrawer({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation();
  const account = useAccount(id);
  const title = account.data && (
    <Group gap="sm">
      <b>{account.data.name}</b>
      <State state={shownState(account.data)} until={account.data.live.until} />
    </Group>
  );
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size="lg"
      title={title}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <ErrorNote error={account.error} retry={() => void account.refetch()} />
      {account.isPending && <Skeleton height={200} />}
      {account.data && <Inside account={account.data} close={close} />}
    </Drawer>
  );
}
