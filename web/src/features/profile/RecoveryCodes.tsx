import { Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { download } from "@/lib/download";

/** Recovery codes, shown once. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation();
  const text = codes.join("\n");
  return (
    <Stack gap="xs">
      <Text size="sm">{t("profile.codes-words")}</Text>
      <Code block data-testid="recovery-codes" style={{ columnCount: 2 }}>
        {text}
      </Code>
      <Group gap="xs">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {t(copied ? "common.copied" : "common.copy")}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={() => download("headgate-recovery-codes.txt", text, "text/plain")}>
          {t("common.download")}
        </Button>
      </Group>
    </Stack>
  );
}
