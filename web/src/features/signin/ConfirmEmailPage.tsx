import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { ErrorNote } from "@/ui/Notes";
import { linkToken } from "./api";
import { BackToSignIn, Frame } from "./Frame";

/** Where the letter to a new address leads; asks for a press, since mail programs open links by themselves. */
export function ConfirmEmailPage() {
  const { t } = useTranslation();
  const [token] = useState(linkToken);
  const confirm = useChange(() => api("post", "/profile/email/confirm", { body: { token } }), ["session"]);
  return (
    <Frame words={t("confirm.title")}>
      {!token && <Text size="sm">{t("letter.no-token")}</Text>}
      {token && !confirm.isSuccess && (
        <>
          <Text size="sm" mb="sm">
            {t("confirm.words")}
          </Text>
          <ErrorNote error={confirm.error} />
          <Button fullWidth loading={confirm.isPending} onClick={() => confirm.mutate(undefined)}>
            {t("confirm.go")}
          </Button>
        </>
      )}
      {confirm.isSuccess && (
        <Text size="sm" role="status">
          {t("confirm.done")}
        </Text>
      )}
      <BackToSignIn />
    </Frame>
  );
}
