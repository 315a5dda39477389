import { Tabs } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { useMay } from "@/lib/session";
import { AddButton } from "@/ui/AddButton";
import { Page } from "@/ui/Page";
import { Firing, History } from "./AlertLists";
import { RuleDialog } from "./RuleDialog";
import { RulesTab } from "./RulesTab";

/** What calls for attention now, what did before, and by which rules. */
export function AlertsPage() {
  const { t } = useTranslation();
  const mayWrite = useMay()("alerts:write");
  const [{ tab = "firing" }, set] = useFilters();
  const [making, setMaking] = useState(false);
  return (
    <Page
      title={t("nav.alerts")}
      actions={mayWrite && <AddButton label={t("alerts.make-rule")} act={() => setMaking(true)} />}
    >
      <Tabs
        value={tab}
        onChange={(next) => set({ tab: next === "firing" ? undefined : (next ?? undefined) })}
        keepMounted={false}
      >
        <Tabs.List mb="sm">
          <Tabs.Tab value="firing">{t("alerts.firing")}</Tabs.Tab>
          <Tabs.Tab value="history">{t("alerts.history")}</Tabs.Tab>
          <Tabs.Tab value="rules">{t("alerts.rules")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="firing">
          <Firing mayWrite={mayWrite} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <History mayWrite={mayWrite} />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <RulesTab mayWrite={mayWrite} />
        </Tabs.Panel>
      </Tabs>
      {making && <RuleDialog rule={null} close={() => setMaking(false)} />}
    </Page>
  );
}
