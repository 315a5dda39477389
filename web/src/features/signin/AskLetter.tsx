import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/lib/api/client";
import { useChange } from "@/lib/change";
import { QuickForm } from "@/ui/QuickForm";

interface Props {
  action: string;
  hint?: string;
  ask: (wish: Schemas["LetterWish"]) => Promise<unknown>;
}

/** An address that a letter goes to; the answer is the same whether there is an account or not. */
export function AskLetter({ action, hint, ask }: Props) {
  const { t, i18n } = useTranslation();
  const asked = useChange((email: string) => ask({ email, language: i18n.language === "zh" ? "zh" : "en" }), []);
  if (asked.isSuccess) {
    return (
      <Text size="sm" role="status">
        {t("letter.sent")}
      </Text>
    );
  }
  return (
    <QuickForm
      action={action}
      busy={asked.isPending}
      error={asked.error}
      submit={(values) => asked.mutate(String(values.email ?? ""))}
      fields={[{ name: "email", label: t("signin.email"), kind: "email", hint, required: true }]}
    />
  );
}
