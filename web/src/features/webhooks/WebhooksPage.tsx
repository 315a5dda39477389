import { Tabs } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { useMay } from "@/lib/session";
import { AddButton } from "@/ui/AddButton";
import { Page } from "@/ui/Page";
import { DeadLetters } from "./DeadLetters";
import { Endpoints } from "./Endpoints";
import { WebhookDialog } from "./WebhookDialog";

/** Where events are sent, and what couldn't be delivered. */
export function WebhooksPage() {
  const { t } = useTranslation();
  const mayWrite = useMay()("webhooks:write");
  const [{ tab = "endpoints" }, set] = useFilters();
  const [making, setMaking] = useState(false);
  const add = mayWrite && <AddButton label={t("webhooks.add")} act={() => setMaking(true)} />;
  return (
    <Page title={t("nav.webhooks")} actions={add}>
      <Tabs
        value={tab}
        onChange={(next) => set({ tab: next === "endpoints" ? undefined : (next ?? undefined), open: undefined })}
        keepMounted={false}
      >
        <Tabs.List mb="sm">
          <Tabs.Tab value="endpoints">{t("webhooks.endpoints")}</Tabs.Tab>
          <Tabs.Tab value="dead">{t("webhooks.dead")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="endpoints">
          <Endpoints mayWrite={mayWrite} add={add} />
        </Tabs.Panel>
        <Tabs.Panel value="dead">
          <DeadLetters mayWrite={mayWrite} />
        </Tabs.Panel>
      </Tabs>
      {making && <WebhookDialog webhook={null} close={() => setMaking(false)} />}
    </Page>
  );
}
