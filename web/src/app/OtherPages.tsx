import { Text, UnstyledButton } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { openBeside } from "@/lib/embedded";
import { usePages } from "@/lib/pages";
import { useScheme } from "@/lib/scheme";
import { ErrorNote } from "@/ui/Notes";
import { pageIcon } from "@/ui/pageIcons";

/** Doors to pages of other systems, for one's role; left out while there are none. */
export function OtherPages({ close }: { close: () => void }) {
  const { t, i18n } = useTranslation();
  const theme = useScheme();
  const [error, setError] = useState<unknown>(null);
  const pages = usePages("/me/pages", { lang: i18n.language }).rows ?? [];
  if (pages.length === 0) return null;
  const beside = (id: string) => {
    close();
    setError(null);
    openBeside(id, { theme, lang: i18n.language }).catch(setError);
  };
  return (
    <div style={{ marginBottom: 12 }}>
      <Text size="xs" c="dimmed" px={10} mb={2}>
        {t("nav.other-pages")}
      </Text>
      {pages.map((page) => {
        const Icon = pageIcon(page.icon);
        return page.new_tab ? (
          <UnstyledButton key={page.id} className="hg-door" onClick={() => beside(page.id)}>
            <Icon size={16} stroke={1.6} aria-hidden />
            {page.label}
            <IconExternalLink size={12} aria-label={t("pages.beside")} />
          </UnstyledButton>
        ) : (
          <Link key={page.id} to={`/embedded/${page.id}`} onClick={close}>
            <Icon size={16} stroke={1.6} aria-hidden />
            {page.label}
          </Link>
        );
      })}
      <ErrorNote error={error} />
    </div>
  );
}
