import { Modal, Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMay } from "@/lib/session";
import { ExportTab } from "./ExportTab";
import { ImportTab } from "./ImportTab";

/** Accounts out to a file, and in from one. */
export function Transfer({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const mayWrite = useMay()("accounts:write");
  return (
    <Modal
      opened
      onClose={close}
      title={t("transfer.title")}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Tabs defaultValue={mayWrite ? "in" : "out"} keepMounted={false}>
        <Tabs.List mb="sm">
          {mayWrite && <Tabs.Tab value="in">{t("transfer.in")}</Tabs.Tab>}
          <Tabs.Tab value="out">{t("transfer.out")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="in">{mayWrite && <ImportTab />}</Tabs.Panel>
        <Tabs.Panel value="out">
          <ExportTab />
        </Tabs.Panel>
      </Tabs>
    </Modal>
  );
}
