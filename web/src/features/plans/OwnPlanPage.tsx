import { Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { Page } from "@/ui/Page";
import { OwnEntries } from "./OwnEntries";
import { OwnPrices } from "./OwnPrices";
import { OwnSubscriptions } from "./OwnSubscriptions";

/** A user's money: what they subscribe to, codes, entries of their balance, and what models cost. */
export function OwnPlanPage() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  return (
    <Page title={t("nav.plan")}>
      <Tabs value={filters.tab ?? "plan"} onChange={(tab) => set({ tab: tab ?? undefined })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="plan">{t("nav.plan")}</Tabs.Tab>
          <Tabs.Tab value="entries">{t("plan.entries")}</Tabs.Tab>
          <Tabs.Tab value="prices">{t("plan.prices")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="plan">
          <OwnSubscriptions code={filters.code ?? ""} />
        </Tabs.Panel>
        <Tabs.Panel value="entries">
          <OwnEntries />
        </Tabs.Panel>
        <Tabs.Panel value="prices">
          <OwnPrices />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
