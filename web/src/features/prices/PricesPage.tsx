import { Tabs } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFilters } from "@/lib/filters";
import { useMay } from "@/lib/session";
import { AddButton } from "@/ui/AddButton";
import { Page } from "@/ui/Page";
import { EnterPrice, type Start } from "./EnterPrice";
import { OwnTable } from "./OwnTable";
import { VendorTable } from "./VendorTable";
import { Versions } from "./Versions";

/** What models cost and who says so: the vendors, the operator, and which table of the vendors holds. */
export function PricesPage() {
  const { t } = useTranslation();
  const mayWrite = useMay()("prices:write");
  const [{ tab }, set] = useFilters();
  const [start, setStart] = useState<Start | null>(null);
  const edit = mayWrite ? setStart : undefined;
  return (
    <Page
      title={t("nav.prices")}
      actions={mayWrite && <AddButton label={t("prices.enter")} act={() => setStart({ model: "", prices: {} })} />}
    >
      <Tabs value={tab ?? "vendors"} onChange={(value) => set({ tab: value ?? undefined })} keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="vendors">{t("prices.vendors")}</Tabs.Tab>
          <Tabs.Tab value="own">{t("prices.own")}</Tabs.Tab>
          <Tabs.Tab value="versions">{t("prices.versions")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="vendors">
          <VendorTable edit={edit} />
        </Tabs.Panel>
        <Tabs.Panel value="own">
          <OwnTable edit={edit} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <Versions mayWrite={mayWrite} />
        </Tabs.Panel>
      </Tabs>
      {start && <EnterPrice start={start} close={() => setStart(null)} />}
    </Page>
  );
}
