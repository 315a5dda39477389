import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";

const WORDS = [
  "not_begun_here",
  "denied",
  "not_proved",
  "not_allowed",
  "no_account",
  "link_first",
  "linked_elsewhere",
] as const;

/** Why another site's sign-in came to nothing; a word that we don't know gets the plainest text. */
export function ExternalRefusal({ word }: { word: string }) {
  const { t } = useTranslation();
  const known = WORDS.find((one) => one === word) ?? "not_proved";
  return (
    <Alert color="red" variant="light" role="alert" mb="sm">
      {t(`external.${known}`)}
    </Alert>
  );
}
