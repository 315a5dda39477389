import { ActionIcon, Group } from "@mantine/core";
import { IconLanguage } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { setLanguage } from "@/lib/i18n";
import { SchemeButton } from "@/ui/SchemeButton";

/** Scheme and language for those who are not signed in. */
export function Strangers() {
  const { t, i18n } = useTranslation();
  return (
    <Group gap={4} mt="sm">
      <SchemeButton />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t("shell.language")}
        onClick={() => void setLanguage(i18n.language === "zh" ? "en" : "zh")}
      >
        <IconLanguage size={17} />
      </ActionIcon>
    </Group>
  );
}
