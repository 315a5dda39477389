import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMay } from "@/lib/session";
import { Page } from "@/ui/Page";
import { GeneralPart } from "./GeneralPart";
import { LettersPart } from "./LettersPart";
import { MailPart } from "./MailPart";
import { RegistrationPart } from "./RegistrationPart";
import { RetentionPart } from "./RetentionPart";
import { SitesPart } from "./SitesPart";

/** What all of Headgate is set to: its name, who may make an account, sites to sign in by, mail, how long records are kept. */
export function SettingsPage() {
  const { t } = useTranslation();
  const mayWrite = useMay()("settings:write");
  return (
    <Page title={t("nav.settings")}>
      <Stack gap="md" maw={860}>
        <GeneralPart mayWrite={mayWrite} />
        <RegistrationPart mayWrite={mayWrite} />
        <SitesPart mayWrite={mayWrite} />
        <MailPart mayWrite={mayWrite} />
        <LettersPart mayWrite={mayWrite} />
        <RetentionPart mayWrite={mayWrite} />
      </Stack>
    </Page>
  );
}
