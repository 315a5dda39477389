import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "@/ui/Notes";

export function NotHere() {
  const { t } = useTranslation();
  return (
    <Empty
      words={t("shell.not-here")}
      action={
        <Button component={Link} to="/">
          {t("shell.home")}
        </Button>
      }
    />
  );
}
