import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { dropUndo, useUndo } from "@/lib/undo";

/** What was just done, and the way back. */
export function UndoBar() {
  const { t } = useTranslation();
  const offer = useUndo();
  if (!offer) return null;
  return (
    <div className="hg-undo" role="status">
      <span>{offer.words}</span>
      <Button
        size="compact-sm"
        variant="white"
        onClick={() => {
          offer.undo();
          dropUndo();
        }}
      >
        {t("common.undo")}
      </Button>
    </div>
  );
}
