import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "@/ui/Page";
import { PasswordPart } from "./PasswordPart";
import { SessionsPart } from "./SessionsPart";
import { TotpPart } from "./TotpPart";

/** One's own sign-in: password, second factor, sessions. */
export function ProfilePage() {
  const { t } = useTranslation();
  return (
    <Page title={t("nav.profile")}>
      <Stack gap="md" maw={820}>
        <PasswordPart />
        <TotpPart />
        <SessionsPart />
      </Stack>
    </Page>
  );
}
