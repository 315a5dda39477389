import { ActionIcon } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { toggleScheme, useScheme } from "@/lib/scheme";

/** Light or dark. */
export function SchemeButton() {
  const { t } = useTranslation();
  const scheme = useScheme();
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={t("shell.scheme")} onClick={toggleScheme}>
      {scheme === "dark" ? <IconSun size={17} /> : <IconMoon size={17} />}
    </ActionIcon>
  );
}
