import { Modal } from "@mantine/core";
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { askWith } from "@/lib/api/proof";

const ProofForm = lazy(() => import("./ProofForm").then((module) => ({ default: module.ProofForm })));

/** The one dialog by which a person proves again who they are; calls that need it wait for it and then go on. */
export function ProofDialog() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const answer = useRef<(proved: boolean) => void>(() => {});
  useEffect(() => {
    const stop = askWith(
      () =>
        new Promise<boolean>((resolve) => {
          answer.current = resolve;
          setOpen(true);
        }),
    );
    return () => {
      stop();
      answer.current(false); // nobody is there to ask any more
    };
  }, []);
  const end = useCallback((proved: boolean) => {
    setOpen(false);
    answer.current(proved);
  }, []);
  return (
    <Modal
      opened={open}
      onClose={() => end(false)}
      title={t("proof.title")}
      size="sm"
      zIndex={400}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Suspense>
        <ProofForm done={() => end(true)} />
      </Suspense>
    </Modal>
  );
}
