import { ActionIcon, Group, useMantineColorScheme } from "@mantine/core";
import { IconLanguage, IconMoon, IconSun } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { setLanguage } from "@/lib/i18n";

/** Scheme and language for those who are not signed in. */
export function Strangers() {
  const { t, i18n } = useTranslation();
  const { colorScheme, toggleColorScheme } = useMantineColorScheme();
  return (
    <Group gap={4} mt="sm">
      <ActionIcon variant="subtle" color="gray" aria-label={t("shell.scheme")} onClick={toggleColorScheme}>
        {colorScheme === "dark" ? <IconSun size={17} /> : <IconMoon size={17} />}
      </ActionIcon>
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
