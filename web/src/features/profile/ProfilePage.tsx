import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "@/ui/Page";
import { EmailPart } from "./EmailPart";
import { LinksPart } from "./LinksPart";
import { PasskeysPart } from "./PasskeysPart";
import { PasswordPart } from "./PasswordPart";
import { SessionsPart } from "./SessionsPart";
import { TotpPart } from "./TotpPart";

/** One's own sign-in: address, password, passkeys, second factor, other sites, sessions. */
export function ProfilePage() {
  const { t } = useTranslation();
  return (
    <Page title={t("nav.profile")}>
      <Stack gap="md" maw={820}>
        <PasskeysPart />
        <TotpPart />
        <PasswordPart />
        <EmailPart />
        <LinksPart />
        <SessionsPart />
      </Stack>
    </Page>
  );
}
