import { ActionIcon, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Lines to be copied. */
export function Snippet({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <div style={{ position: "relative" }}>
      <pre
        className="hg-card hg-mono"
        tabIndex={0}
        style={{ margin: 0, padding: "12px 44px 12px 12px", overflowX: "auto" }}
      >
        {text}
      </pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="default"
            aria-label={t(copied ? "common.copied" : "common.copy")}
            onClick={copy}
            style={{ position: "absolute", top: 8, right: 8 }}
          >
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  );
}
