import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ProofForm } from "./ProofForm";

/** Where a person proves again who they are. */
export function ProofWindow({ open, end }: { open: boolean; end: (proved: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={open}
      onClose={() => end(false)}
      title={t("proof.title")}
      size="sm"
      zIndex={400}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <ProofForm done={() => end(true)} />
    </Modal>
  );
}
