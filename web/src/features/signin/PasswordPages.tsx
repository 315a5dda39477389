import { Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { QuickForm } from "@/ui/QuickForm";
import { AskLetter } from "./AskLetter";
import { linkToken } from "./api";
import { BackToSignIn, Frame } from "./Frame";

/** A forgotten password: a letter with a link. */
export function ForgotPage() {
  const { t } = useTranslation();
  return (
    <Frame words={t("reset.forgot")}>
      <AskLetter action={t("reset.ask")} ask={(body) => api("post", "/password-reset", { body })} />
      <BackToSignIn />
    </Frame>
  );
}

function NewPassword({ token }: { token: string }) {
  const { t } = useTranslation();
  const set = useChange((password: string) => api("post", "/password-reset/finish", { body: { token, password } }), []);
  if (set.isSuccess) {
    return (
      <Text size="sm" role="status">
        {t("reset.done")}
      </Text>
    );
  }
  return (
    <QuickForm
      action={t("reset.set")}
      busy={set.isPending}
      error={set.error}
      submit={(values) => set.mutate(String(values.password ?? ""))}
      fields={[
        {
          name: "password",
          label: t("users.new-password"),
          kind: "password",
          hint: t("setup.password-hint"),
          required: true,
        },
      ]}
    />
  );
}

/** Where the letter's link leads: another password. */
export function ResetPage() {
  const { t } = useTranslation();
  const [token] = useState(linkToken);
  return (
    <Frame words={t("reset.title")}>
      {token ? <NewPassword token={token} /> : <Text size="sm">{t("letter.no-token")}</Text>}
      <BackToSignIn />
    </Frame>
  );
}
