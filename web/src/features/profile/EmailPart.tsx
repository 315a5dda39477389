import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { useSession } from "@/lib/session";
import { Card } from "@/ui/Card";
import { QuickForm } from "@/ui/QuickForm";

/** One's address; another one is taken when its letter's link is opened. */
export function EmailPart() {
  const { t, i18n } = useTranslation();
  const session = useSession();
  const ask = useChange(
    (email: string) =>
      api("post", "/profile/email", { body: { email, language: i18n.language === "zh" ? "zh" : "en" } }),
    [],
  );
  return (
    <Card title={t("signin.email")}>
      <Text size="sm" mb="sm">
        {session?.email}
      </Text>
      {ask.isSuccess ? (
        <Text size="sm" role="status">
          {t("profile.email-asked")}
        </Text>
      ) : (
        <QuickForm
          action={t("profile.email-ask")}
          busy={ask.isPending}
          error={ask.error}
          submit={(values) => ask.mutate(String(values.email ?? ""))}
          fields={[{ name: "email", label: t("profile.email-new"), kind: "email", required: true }]}
        />
      )}
    </Card>
  );
}
