import { Button, CloseButton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/lib/api/client";
import { dropUndo, holdUndo, type Undoable, useUndo } from "@/lib/undo";

function Offer({ offer }: { offer: Undoable }) {
  const { t } = useTranslation();
  const undo = useMutation({
    mutationFn: async () => {
      holdUndo();
      await offer.undo();
    },
    onSuccess: dropUndo,
  });
  const { error } = undo;
  return (
    <div className="hg-undo" role="status">
      {error ? (
        <>
          <span>
            {t("undo.failed")} {error.message}{" "}
            {error instanceof ApiError && error.requestId && <span className="hg-mono">{error.requestId}</span>}
          </span>
          <CloseButton size="sm" c="inherit" variant="transparent" aria-label={t("common.close")} onClick={dropUndo} />
        </>
      ) : (
        <>
          <span>{offer.words}</span>
          <Button size="compact-sm" variant="white" loading={undo.isPending} onClick={() => undo.mutate()}>
            {t("common.undo")}
          </Button>
        </>
      )}
    </div>
  );
}

/** What was just done, and the way back. */
export function UndoBar() {
  const offer = useUndo();
  return offer && <Offer key={offer.id} offer={offer} />;
}
