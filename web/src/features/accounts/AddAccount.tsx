import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AccountForm } from "@/ui/account/AccountForm";
import type { Account } from "./api";

export function AddAccount({ close, done }: { close: () => void; done: (account: Account) => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={close}
      title={t("accounts.add")}
      size="md"
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <AccountForm done={done} />
    </Modal>
  );
}
